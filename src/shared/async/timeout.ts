import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Ms } from '../../domain/units.ts';
import type { Clock } from './clock.ts';
import { LinkedAbort, raceAbort } from './linked-abort.ts';

/**
 * Waits for `work`, or fails with `late` if the time limit or an abort comes first. Rejects if `work` rejects before that. Does not stop
 * the work; its owner must.
 */
export async function withTimeout<T>(limit: Ms, work: Promise<T>, clock: Clock, signal?: AbortSignal): Promise<Result<T, 'late'>> {
  using time = new LinkedAbort(...(signal ? [signal] : []));
  time.abortAfter(limit, clock, () => new Error(`not done after ${limit} ms`));
  try {
    return done(await raceAbort(work, time.signal));
  } catch (err) {
    if (!time.signal.aborted) throw err;
    return failed('late');
  }
}
