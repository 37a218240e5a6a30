import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { array, exactOptional, never, number, object, pipe, string, transform, union } from 'valibot';
import { ms } from '../../domain/units.ts';
import { fitting } from '../../shared/json.ts';
import type { Log } from '../../shared/log.ts';
import { writeWholeText } from '../../shared/write-atomic.ts';
import type { Tags } from './tag-port.ts';

/**
 * What was read from a file, with the file's age and size at that time: its tags, or that it holds no sound. The latter ends with the next
 * change of any kind to the file, and so carries the time of the last one (`ctime`), which no copying program sets back.
 */
export type TagRecord = { readonly mtimeMs: number; readonly size: number } & (
  | { readonly tags: Tags }
  | { readonly tags?: never; readonly brokenAt: number }
);

/** The version of the file's format, in its first line. Files of version 1 may have lost titles, artists and lengths. */
const VERSION = 2;
const MOST_LINES = 20_001;

/**
 * The tags saved before a restart, by absolute path. The cache holds one JSON line for each sound file, so that parsing it never blocks
 * for long. Empty if nothing was saved or if it belongs to another library; a damaged cache counts up to the damage. What is missing
 * is read again from the files. Never rejects.
 */
export async function loadTags(file: string, library: string, log: Log): Promise<Map<string, TagRecord>> {
  const kept = new Map<string, TagRecord>();
  const stream = createReadStream(file, 'utf8');
  try {
    let count = 0;
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (count === 0 && line !== headOf(library)) break;
      if (count > 0) addLine(kept, JSON.parse(line));
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

/** Saves the tags of this library, completely or not at all. A full disk costs only the cache. */
export async function saveTags(file: string, library: string, read: ReadonlyMap<string, TagRecord>, log: Log): Promise<void> {
  try {
    await writeWholeText(file, linesOf(library, read));
  } catch (err) {
    log.warn({ err, file }, 'library.cache_unwritable');
  }
}

function* linesOf(library: string, read: ReadonlyMap<string, TagRecord>): Generator<string> {
  yield `${headOf(library)}\n`;
  for (const [path, record] of read) yield `${JSON.stringify({ path, ...record })}\n`;
}

const headOf = (library: string): string => JSON.stringify({ version: VERSION, library });

/**
 * Adds one line. Only moodbox writes this file, so a line of another shape is damaged and is skipped. So is a line without tags from an
 * earlier release, which did not tell a file that holds no sound from one that could not be read.
 */
function addLine(kept: Map<string, TagRecord>, line: unknown): void {
  const known = fitting(LINE, line);
  if (!known) return;
  const { path, ...record } = known;
  kept.set(path, record);
}

/** valibot leaves out what it is not told of, so all of `Tags` is here. */
const TAGS = object({
  title: exactOptional(string()),
  artist: exactOptional(string()),
  moods: array(string()),
  genres: array(string()),
  duration: exactOptional(pipe(number(), transform(ms))),
});
const AGE = { path: string(), mtimeMs: number(), size: number() };
const LINE = union([object({ ...AGE, tags: TAGS }), object({ ...AGE, tags: exactOptional(never()), brokenAt: number() })]);
