/** Addresses of files on this machine or on a network drive. Others, such as ftp, name nothing in the library. */
const FILE_SCHEME = /^(file|smb|cifs|nfs|afp|sftp|davs?|x-file-cifs):/i;

/**
 * The paths that an entry of a playlist may mean, the likeliest first, with `/` between the parts. A playlist may have been written on
 * Windows, on a Mac or by a player that writes addresses: `albums/Plain%20Two.mp3`, `C:\Music\a.mp3`, `\\nas\music\a.mp3`,
 * `file:///home/me/a%20b.mp3`, `smb://nas/music/a.mp3`. Where the machine or the drive is named, it is left out, and the path is absolute.
 * None if it is an address of something else.
 */
export function readingsOf(target: string): readonly string[] {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(target) && !FILE_SCHEME.test(target)) return [];
  const isAddress = FILE_SCHEME.test(target);
  const decoded = percentDecoded(target);
  const written = isAddress ? [decoded, target] : [target, decoded];
  return [...new Set(written.flatMap((each) => [each, each.replaceAll('\\', '/')]).map(withoutPlace))];
}

/** Leaves out `file:`, the scheme and host of another address, a drive letter, `//server`, and `~`. */
const withoutPlace = (path: string): string =>
  path
    .replace(/^file:(\/\/(localhost(?=\/))?(?=[/]|[a-z]:))?/i, '')
    .replace(/^[a-z][a-z0-9+.-]+:\/\/[^/]*(?=\/)/i, '')
    .replace(/^\/{0,3}[a-z]:(?=[\\/]|$)/i, '')
    .replace(/^(\/\/|\\\\)[^\\/]+/, '')
    .replace(/^~(?=\/)/, '');

/** Decodes what is percent-encoded, and leaves alone what only looks like it: `50% off.mp3`. The bytes are UTF-8, or else Latin-1. */
const percentDecoded = (text: string): string =>
  text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return bytes.toString('latin1');
    }
  });
