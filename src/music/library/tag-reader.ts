import { stat } from 'node:fs/promises';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Read } from './tag-cache.ts';
import type { readTags } from './tags.ts';

/** Two at a time: where a share hangs, no more of Node's four file threads hang with it. */
const READERS = 2;
/** After each file that was read, so that faces are looked for in between also on a small computer. */
const BREATH = ms(5);

/** How many files were looked at so far, how many of them were new or changed and were read, and how many of those were broken. */
export type TagCount = { readonly seen: number; readonly read: number; readonly broken: number };

export type TagReading = {
  /** What was read of a file before. */
  readonly knownOf: (path: string) => Read | undefined;
  readonly read: typeof readTags;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/**
 * Reads the tags of these files, unless they are as they were, and tells of each. One that has vanished is passed over. Done when all
 * are; rejects with the signal's reason.
 */
export async function readFiles(
  paths: readonly string[],
  by: TagReading,
  tell: (path: string, found: Read, count: TagCount) => Promise<void>,
): Promise<void> {
  const queue = paths.values();
  let count: TagCount = { seen: 0, read: 0, broken: 0 };
  const reader = async (): Promise<void> => {
    for (const path of queue) {
      by.signal.throwIfAborted();
      const found = await look(path, by);
      if (!found) continue;
      const isNew = found !== by.knownOf(path);
      count = { seen: count.seen + 1, read: count.read + Number(isNew), broken: count.broken + Number(isNew && !found.tags) };
      await tell(path, found, count);
      if (isNew) await by.clock.sleep(BREATH, by.signal);
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
}

/** What is known of a file that is as it was, or what is read of it now; nothing where it is gone. */
async function look(path: string, { knownOf, read, clock, signal }: TagReading): Promise<Read | undefined> {
  const there = await stat(path).catch(() => undefined);
  if (!there) return undefined;
  const { mtimeMs, size } = there;
  const known = knownOf(path);
  if (known?.mtimeMs === mtimeMs && known.size === size) return known;
  const tags = await read(path, clock, signal).catch(() => undefined);
  signal.throwIfAborted();
  return { mtimeMs, size, ...(tags && { tags }) };
}
