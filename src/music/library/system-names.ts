/** Folders and files that operating systems, network drives and programs for synchronising keep for themselves, in lower case. */
const NAMES: ReadonlySet<string> = new Set([
  // Rubbish bins
  ...['.trash', '.trashes', '$recycle.bin', '#recycle', '@recycle', '.recycle'],
  // Windows, macOS, Linux
  ...['system volume information', 'found.000', 'thumbs.db', 'desktop.ini', 'lost+found', '.thumbnails', '.cache', '.directory'],
  ...['.ds_store', '.spotlight-v100', '.fseventsd', '.temporaryitems', '.documentrevisions-v100', '.apdisk', '.volumeicon.icns'],
  ...['.appledouble', '.appledb', '.appledesktop', '__macosx', 'network trash folder', 'temporary items', '.metadata_never_index'],
  // Network drives
  ...['@eadir', '@tmp', '@sharebin', '@transcode', '@recently-snapshot', '.@__thumb', '.@upload_cache', '.snapshot', '.snapshots'],
  ...['#snapshot', '~snapshot', '.zfs', '.streams', '.wd_tv', '.wdmc'],
  // Synchronising
  ...[
    '.stfolder',
    '.stversions',
    '.stignore',
    '.sync',
    '.syncignore',
    '.dropbox',
    '.dropbox.cache',
    '.tmp.drivedownload',
    '.owncloudsync.log',
  ],
  ...['.tmp.driveupload', '.resilio', '.nextcloudsync.log', '.git', '.svn', '.hg', '.rsync-partial', '.~tmp~'],
]);

/** `.Trash-1000`; the second half that macOS writes beside a file; what is deleted but still open, or not yet complete. */
const FORMS = [/^\.trash-\d+$/i, /^\._/, /^\.nfs[0-9a-f]{8,}/i, /^\.fuse_hidden/i, /^\.smbdelete/i, /^\.syncthing\./i, /^\.sync_.*\.db/i];

/** Bins of old Windows, in the top folder of a disk and in these letters: there are albums called *Recycler* and *Recycled*. */
const OLD_BINS = new Set(['RECYCLER', 'RECYCLED']);

/**
 * Whether a file or folder of this name (`isTop`: in the library's top folder) belongs to the system and holds nobody's music. A dot at the
 * beginning is no sign of that: there is music by .38 Special, and *...And Justice for All*.
 */
export const isSystemName = (name: string, isTop: boolean): boolean =>
  (isTop && OLD_BINS.has(name)) || NAMES.has(name.toLowerCase()) || FORMS.some((form) => form.test(name));
