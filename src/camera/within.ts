import type { Ms } from '../domain/units.ts';
import type { Clock } from '../shared/clock.ts';

/** Something took longer than it may. */
export class TooLate extends Error {}

/** Waits for `work`, for `limit` at most; throws `TooLate` after that. The work itself goes on: its owner must see to it. */
export async function within<T>(work: Promise<T>, limit: Ms, clock: Clock): Promise<T> {
  const settled = new AbortController();
  const late = clock.sleep(limit, settled.signal).then(() => {
    throw new TooLate(`not done after ${limit} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    settled.abort();
  }
}
