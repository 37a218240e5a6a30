import { stat } from 'node:fs/promises';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { TagRecord } from './tag-cache.ts';
import type { readTags } from './tags.ts';

/** Two at a time: if a network share hangs, it must not block all four of Node's file threads. */
const READERS = 2;
/** A pause after each file, so that face detection keeps up even on a small computer. */
const PAUSE = ms(5);

/** How many files were checked so far, how many of them were new or changed and so were read, and how many of those were broken. */
export type TagCount = { readonly seen: number; readonly read: number; readonly broken: number };

export type TagReading = {
  /** What was read from a file before. */
  readonly knownOf: (path: string) => TagRecord | undefined;
  readonly read: typeof readTags;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/**
 * Reads the tags of these files, except of those that have not changed, and reports each file. A file that has vanished is skipped.
 * Rejects with the signal's reason.
 */
export async function readFiles(
  paths: readonly string[],
  by: TagReading,
  report: (path: string, found: TagRecord, count: TagCount) => Promise<void>,
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
      await report(path, found, count);
      if (isNew) await by.clock.sleep(PAUSE, by.signal);
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
}

/** The known record of an unchanged file, or else what the file says now; undefined if it is gone. */
async function look(path: string, { knownOf, read, clock, signal }: TagReading): Promise<TagRecord | undefined> {
  const there = await stat(path).catch(() => undefined);
  if (!there) return undefined;
  const { mtimeMs, size } = there;
  const known = knownOf(path);
  if (known?.mtimeMs === mtimeMs && known.size === size) return known;
  const tags = await read(path, clock, signal).catch(() => undefined);
  signal.throwIfAborted();
  return { mtimeMs, size, ...(tags && { tags }) };
}
