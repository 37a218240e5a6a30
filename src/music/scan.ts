import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { Log } from '../shared/log.ts';

const SOUNDS = new Set(['.mp3', '.m4a', '.aac', '.ogg', '.oga', '.opus', '.flac', '.wav', '.wma', '.aif', '.aiff', '.mka', '.webm']);
const MOST_FILES = 20_000;
const DEEPEST = 8;

/** Sound files by the name, in lower case, of the folder in the library that holds them; absolute, in the order of their names. */
export type Scan = ReadonlyMap<string, readonly string[]>;

/**
 * Looks through the folders of a library: at most 20,000 files, eight folders deep, no links followed (so none in a circle).
 * A folder that cannot be read counts as empty. Never rejects.
 */
export async function scan(library: string, log: Log): Promise<Scan> {
  const root = resolve(library);
  const found = new Map<string, string[]>();
  let left = MOST_FILES;
  for (const folder of (await entries(root, log)).filter((entry) => entry.isDirectory())) {
    const files = await soundsIn(join(root, folder.name), left, log);
    const name = folder.name.toLowerCase();
    found.set(name, [...(found.get(name) ?? []), ...files]);
    left -= files.length;
  }
  if (left <= 0) log.warn({ library, most: MOST_FILES }, 'library.too-large');
  log.info({ library, folders: found.size, files: MOST_FILES - left }, 'library.scanned');
  return found;
}

async function soundsIn(folder: string, most: number, log: Log): Promise<readonly string[]> {
  const files: string[] = [];
  const todo = [{ folder, depth: 1 }];
  for (let next = todo.shift(); next && files.length < most; next = todo.shift()) {
    for (const entry of await entries(next.folder, log)) {
      const path = join(next.folder, entry.name);
      if (entry.isDirectory() && next.depth < DEEPEST) todo.push({ folder: path, depth: next.depth + 1 });
      if (entry.isFile() && SOUNDS.has(extname(entry.name).toLowerCase())) files.push(path);
    }
  }
  return files.slice(0, most);
}

/** What is in a folder, hidden things left out, by name. */
async function entries(folder: string, log: Log): Promise<readonly Dirent[]> {
  try {
    const all = await readdir(folder, { withFileTypes: true });
    return all.filter((entry) => !entry.name.startsWith('.')).sort((a, b) => a.name.localeCompare(b.name));
  } catch (err) {
    log.warn({ err, folder }, 'library.unreadable');
    return [];
  }
}
