import { setImmediate } from 'node:timers/promises';
import type { HistoryEntry } from '../../domain/history.ts';
import type { Archive } from '../port.ts';
import type { TimeSpan } from './local-time.ts';
import { daysIn } from './local-time.ts';

/** The most entries of one day that are read. More happen only if something is broken, and then the newest count. */
export const MOST_A_DAY = 5000;

/**
 * The entries of a span, one local day after the other, oldest first; days without an entry are left out. Between two days everything else
 * gets its turn, so that a year of history does not hold up the daemon. An entry comes once, on the day on which it begins; those that
 * began before the span come with its first day.
 */
export async function* portionsOf(archive: Archive, span: TimeSpan): AsyncGenerator<readonly HistoryEntry[]> {
  for (const day of daysIn(span)) {
    const entries = archive.entries({ ...day, limit: MOST_A_DAY });
    const fresh = day.since === span.since ? entries : entries.filter(({ at }) => at >= day.since);
    if (fresh.length > 0) yield fresh;
    await setImmediate();
  }
}

/** Folds a span into one value, a day at a time. */
export async function folded<S>(
  archive: Archive,
  span: TimeSpan,
  begin: S,
  step: (state: S, day: readonly HistoryEntry[]) => S,
): Promise<S> {
  let state = begin;
  for await (const day of portionsOf(archive, span)) state = step(state, day);
  return state;
}
