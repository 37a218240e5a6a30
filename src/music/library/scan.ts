import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { Log } from '../../shared/log.ts';

const SOUNDS = new Set(['.mp3', '.m4a', '.aac', '.ogg', '.oga', '.opus', '.flac', '.wav', '.wma', '.aif', '.aiff', '.mka', '.webm']);
const PLAYLISTS = new Set(['.m3u', '.m3u8', '.pls']);
const MOST = { sound: 20_000, playlist: 100 } as const;
const DEEPEST = 8;

/** A file of a library. `path` is absolute; `folder` is the top-level folder that holds it, in lower case ('' for none). */
export type LibraryFile = { readonly kind: 'sound' | 'playlist'; readonly path: string; readonly folder: string };

/**
 * Lists the files of a library, breadth first and sorted by name within each folder. Limits: 20,000 sound files, 100 playlists, eight
 * levels. Hidden files are left out, and links are not followed, so there are no cycles. An exceeded limit is logged once; too many
 * sound files end the scan. A folder that cannot be read counts as empty. Never rejects.
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
  const extension = extname(name).toLowerCase();
  if (SOUNDS.has(extension)) return 'sound';
  return PLAYLISTS.has(extension) ? 'playlist' : undefined;
}

/** The entries of a folder without hidden ones, sorted by name. */
async function entries(folder: string, log: Log): Promise<readonly Dirent[]> {
  try {
    const all = await readdir(folder, { withFileTypes: true });
    return all.filter((entry) => !entry.name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (err) {
    log.warn({ err, folder }, 'library.unreadable');
    return [];
  }
}
