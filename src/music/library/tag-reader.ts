import { stat } from 'node:fs/promises';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { TagRecord } from './tag-cache.ts';
import type { ReadTags } from './tag-port.ts';
import { NoSound } from './tag-port.ts';

/** Two at a time: if a network share hangs, it must not block all four of Node's file threads. */
const READERS = 2;
/** A pause after each file, so that face detection keeps up even on a small computer. */
const PAUSE = ms(5);

/**
 * What a look at a file found: what is known of it (`isNew` if it was read just now, because it is new or has changed), or why it cannot be
 * read at the moment, which says nothing about the file.
 */
export type Look =
  | { readonly kind: 'known'; readonly record: TagRecord; readonly isNew: boolean }
  | { readonly kind: 'unreadable'; readonly why: string };

/** How many files were looked at so far, how many of them were read, and how many could not be. */
export type TagCount = { readonly seen: number; readonly read: number; readonly unreadable: number };

export type TagReading = {
  /** What was read from a file before. */
  readonly knownOf: (path: string) => TagRecord | undefined;
  readonly read: ReadTags;
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
  report: (path: string, found: Look, count: TagCount) => Promise<void>,
): Promise<void> {
  const queue = paths.values();
  let count: TagCount = { seen: 0, read: 0, unreadable: 0 };
  const reader = async (): Promise<void> => {
    for (const path of queue) {
      by.signal.throwIfAborted();
      const found = await look(path, by);
      if (!found) continue;
      count = counted(count, found);
      await report(path, found, count);
      if (found.kind === 'unreadable' || found.isNew) await by.clock.sleep(PAUSE, by.signal);
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
}

const counted = ({ seen, read, unreadable }: TagCount, found: Look): TagCount => ({
  seen: seen + 1,
  read: read + Number(found.kind === 'known' && found.isNew),
  unreadable: unreadable + Number(found.kind === 'unreadable'),
});

/** The known record of an unchanged file, or else what the file says now; undefined if it is gone. */
async function look(path: string, { knownOf, read, clock, signal }: TagReading): Promise<Look | undefined> {
  try {
    const { mtimeMs, size, ctimeMs } = await stat(path);
    const known = knownOf(path);
    if (known?.mtimeMs === mtimeMs && known.size === size && (known.tags || known.brokenAt === ctimeMs))
      return { kind: 'known', record: known, isNew: false };
    const tags = await read(path, clock, signal).catch(onlyNoSound);
    return { kind: 'known', record: { mtimeMs, size, ...(tags ? { tags } : { brokenAt: ctimeMs }) }, isNew: true };
  } catch (err) {
    signal.throwIfAborted();
    const { code, message } = err as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { kind: 'unreadable', why: code ?? message };
  }
}

/** Only a file that was read and holds no sound is known to be broken. Throws everything else on: it may go well the next time. */
function onlyNoSound(err: unknown): undefined {
  if (!(err instanceof NoSound)) throw err;
  return undefined;
}
