import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { Log } from '../../shared/log.ts';

const SOUNDS = new Set(['.mp3', '.m4a', '.aac', '.ogg', '.oga', '.opus', '.flac', '.wav', '.wma', '.aif', '.aiff', '.mka', '.webm']);
const PLAYLISTS = new Set(['.m3u', '.m3u8', '.pls']);
const MOST = { sound: 20_000, playlist: 100 } as const;
const DEEPEST = 8;

/** A file of a library: `path` is absolute, `folder` the name in lower case of the folder right under the library that holds it ('': none). */
export type LibraryFile = { readonly kind: 'sound' | 'playlist'; readonly path: string; readonly folder: string };

/**
 * Looks through the folders of a library, the shallow ones first and each in the order of its names: at most 20,000 sounds and 100
 * playlists, eight folders deep, nothing hidden, no links followed (so none in a circle). What is too many is said once; one sound too
 * many ends it. A folder that cannot be read counts as empty. Never rejects.
 */
export async function* scan(library: string, log: Log): AsyncGenerator<LibraryFile, void> {
  const left: Record<LibraryFile['kind'], number> = { ...MOST };
  const todo = [{ path: resolve(library), folder: '', depth: 0 }];
  for (let next = todo.shift(); next; next = todo.shift()) {
    for (const entry of await entries(next.path, log)) {
      const path = join(next.path, entry.name);
      const folder = next.folder || (entry.isDirectory() ? entry.name.toLowerCase() : '');
      if (entry.isDirectory() && next.depth < DEEPEST) todo.push({ path, folder, depth: next.depth + 1 });
      const kind = entry.isFile() && kindOf(entry.name);
      if (!kind) continue;
      left[kind] -= 1;
      if (left[kind] === -1) log.warn({ library, kind, most: MOST[kind] }, 'library.too_large');
      if (left.sound < 0) return;
      if (left[kind] >= 0) yield { kind, path, folder };
    }
  }
}

function kindOf(name: string): LibraryFile['kind'] | undefined {
  const ending = extname(name).toLowerCase();
  if (SOUNDS.has(ending)) return 'sound';
  return PLAYLISTS.has(ending) ? 'playlist' : undefined;
}

/** What is in a folder, hidden things left out, by name. */
async function entries(folder: string, log: Log): Promise<readonly Dirent[]> {
  try {
    const all = await readdir(folder, { withFileTypes: true });
    return all.filter((entry) => !entry.name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (err) {
    log.warn({ err, folder }, 'library.unreadable');
    return [];
  }
}
