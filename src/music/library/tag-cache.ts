import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Log } from '../../shared/log.ts';
import { writeWholeText } from '../../shared/write-atomic.ts';
import type { Tags } from './tags.ts';

/** What was read of a file while it was so old and so large; without tags it is broken. */
export type Read = { readonly mtimeMs: number; readonly size: number; readonly tags?: Tags };

/** In the first line of the file; another number, another shape. */
const VERSION = 1;
const MOST_LINES = 20_001;

/**
 * What is kept of a library's tags over a restart, by absolute path: a JSON line a file, so that no reader stops the world for all of
 * them. Empty where nothing was kept, or where it was kept of another library or is damaged: then the tags are read anew. Never rejects.
 */
export async function keptTags(file: string, library: string, log: Log): Promise<Map<string, Read>> {
  const kept = new Map<string, Read>();
  const stream = createReadStream(file, 'utf8');
  try {
    let count = 0;
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (count === 0 && line !== headOf(library)) break;
      if (count > 0) keep(kept, JSON.parse(line));
      count += 1;
      if (count > MOST_LINES) break;
    }
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'ENOENT') log.warn({ err, file }, 'library.cache_unreadable');
  } finally {
    stream.destroy();
  }
  return kept;
}

/** Keeps the tags of this library, whole or not at all. A disk that is full costs the cache and nothing else. */
export async function keepTags(file: string, library: string, read: ReadonlyMap<string, Read>, log: Log): Promise<void> {
  try {
    await writeWholeText(file, linesOf(library, read));
  } catch (err) {
    log.warn({ err, file }, 'library.cache_unwritable');
  }
}

function* linesOf(library: string, read: ReadonlyMap<string, Read>): Generator<string> {
  yield `${headOf(library)}\n`;
  for (const [path, { mtimeMs, size, tags }] of read) yield `${JSON.stringify({ path, mtimeMs, size, ...(tags && { tags }) })}\n`;
}

const headOf = (library: string): string => JSON.stringify({ version: VERSION, library });

/** A file of our own in a folder of our own: what is not as we write it was damaged, and is passed over. */
function keep(kept: Map<string, Read>, line: unknown): void {
  const { path, mtimeMs, size, tags } = line as Read & { readonly path: unknown };
  const right = typeof path === 'string' && typeof mtimeMs === 'number' && typeof size === 'number';
  if (right && (tags === undefined || (Array.isArray(tags.moods) && Array.isArray(tags.genres)))) {
    kept.set(path, { mtimeMs, size, ...(tags && { tags }) });
  }
}
