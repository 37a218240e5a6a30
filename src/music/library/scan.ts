import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Log } from '../../shared/log.ts';
import { isSystemName } from './system-names.ts';

const SOUNDS = new Set([
  ...['.mp3', '.m4a', '.aac', '.ogg', '.oga', '.opus', '.flac', '.wav', '.wma', '.aif', '.aiff', '.mka', '.webm'],
  ...['.aifc', '.ape', '.wv', '.mpc', '.dsf', '.dff', '.spx', '.mp2', '.mpga', '.weba'],
]);
const PLAYLISTS = new Set(['.m3u', '.m3u8', '.pls', '.xspf', '.wpl', '.zpl', '.asx', '.wax', '.b4s']);
const MOST = { sound: 20_000, playlist: 100 } as const;
const DEEPEST = 8;

/** A file of a library. `path` is absolute; `folder` is the top-level folder that holds it, in lower case ('' for none). */
export type LibraryFile = { readonly kind: 'sound' | 'playlist'; readonly path: string; readonly folder: string };

/**
 * A file or a folder that a scan leaves out: the `system` keeps it for itself; its `name` is not valid UTF-8, so that no player can open
 * it; it is a `link`; it lies too `deep`; it is an `unreadable` folder; or it is a playlist that is `unwanted`.
 */
export type LeftOut = {
  readonly kind: 'left-out';
  /** For people: where the name is not valid UTF-8, it is not exact. */
  readonly path: string;
  readonly why: 'system' | 'name' | 'link' | 'deep' | 'unreadable' | 'unwanted';
  /** The system's code for why a folder is unreadable. */
  readonly error?: string;
};

type Folder = { readonly path: string; readonly folder: string; readonly depth: number };

/**
 * Lists the files of a library, breadth first and sorted by name within each folder, and says what it leaves out. Limits: 20,000 sound
 * files, 100 wanted playlists, eight levels. Links are not followed, so there are no cycles. An exceeded limit is logged once; too many
 * sound files end the scan. A folder that cannot be read counts as empty. Never rejects.
 */
export async function* scan(
  library: string,
  log: Log,
  isWanted: (playlist: LibraryFile) => boolean = () => true,
): AsyncGenerator<LibraryFile | LeftOut, void> {
  const left: Record<LibraryFile['kind'], number> = { ...MOST };
  const todo: Folder[] = [{ path: resolve(library), folder: '', depth: 0 }];
  for (let next = todo.shift(); next; next = todo.shift()) {
    for await (const found of contents(next)) {
      if (found.kind === 'folder') todo.push(found);
      else if (found.kind === 'left-out') yield found;
      else if (found.kind === 'playlist' && !isWanted(found)) yield { kind: 'left-out', path: found.path, why: 'unwanted' };
      else {
        left[found.kind] -= 1;
        if (left[found.kind] === -1) log.warn({ library, kind: found.kind, most: MOST[found.kind] }, 'library.too_large');
        if (left.sound < 0) return;
        if (left[found.kind] >= 0) yield found;
      }
    }
  }
}

/** What a folder holds, sorted by name. */
async function* contents(folder: Folder): AsyncGenerator<LibraryFile | LeftOut | (Folder & { readonly kind: 'folder' }), void> {
  const entries = await entriesOf(folder.path);
  if (!entries.ok) yield { kind: 'left-out', path: folder.path, why: 'unreadable', error: entries.why };
  for (const entry of entries.ok ? entries.value : []) {
    const name = entry.name.toString();
    const path = join(folder.path, name);
    const why = reasonAgainst(entry, folder.depth);
    const kind = entry.isFile() ? kindOf(name) : undefined;
    if (why) yield { kind: 'left-out', path, why };
    else if (entry.isDirectory()) yield { kind: 'folder', path, folder: folder.folder || name.toLowerCase(), depth: folder.depth + 1 };
    else if (kind) yield { kind, path, folder: folder.folder };
  }
}

function reasonAgainst(entry: Dirent<Buffer>, depth: number): LeftOut['why'] | undefined {
  const name = entry.name.toString();
  const matters = entry.isDirectory() || entry.isSymbolicLink() || kindOf(name) !== undefined;
  if (matters && isSystemName(name, depth === 0)) return 'system';
  if (matters && !isUtf8(entry.name)) return 'name';
  if (entry.isSymbolicLink()) return 'link';
  return entry.isDirectory() && depth >= DEEPEST ? 'deep' : undefined;
}

function kindOf(name: string): LibraryFile['kind'] | undefined {
  const extension = extname(name).toLowerCase();
  if (SOUNDS.has(extension)) return 'sound';
  return PLAYLISTS.has(extension) ? 'playlist' : undefined;
}

/** The entries of a folder, sorted by name, or the code of the error. Names come as bytes, since they may not be valid UTF-8. */
async function entriesOf(folder: string): Promise<Result<readonly Dirent<Buffer>[], string>> {
  try {
    const all = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
    return done(all.sort((a, b) => Buffer.compare(a.name, b.name)));
  } catch (err) {
    return failed((err as NodeJS.ErrnoException).code ?? String(err));
  }
}
