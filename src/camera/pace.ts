import type { Instant } from '../domain/units.ts';
import { elapsed, later, ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';

/** A pacer that is further behind than this continues from now instead of racing to catch up. */
const MOST_BEHIND = ms(1000);

/**
 * Lets at most `fps()` pictures a second through, evenly spaced: the function returned says for each moment (ms, ascending) whether its
 * picture is due. The rate is read anew for each picture, so that a faster one takes effect at once. A picture may be a quarter of a period
 * early, so that a camera that jitters around exactly this rate loses none; on average the rate is kept. `Infinity` lets all through.
 */
export function thin(fps: () => number): (at: number) => boolean {
  let taken = Number.NEGATIVE_INFINITY;
  return (at) => {
    const period = 1000 / fps();
    const due = taken + period;
    if (at < due - period / 4) return false;
    taken = at > due + period ? at : due;
    return true;
  };
}

/** Each call waits for the next of `fps` beats a second; the first returns at once. Rejects when the signal is aborted. */
export function pacer(fps: number, clock: Clock): (signal: AbortSignal) => Promise<void> {
  let due: Instant = clock.now();
  return async (signal) => {
    const behind = elapsed(due, clock.now());
    if (behind < 0) await clock.sleep(ms(-behind), signal);
    due = later(behind > MOST_BEHIND ? clock.now() : due, ms(1000 / fps));
  };
}
