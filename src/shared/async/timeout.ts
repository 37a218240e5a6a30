import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Ms } from '../../domain/units.ts';
import type { Clock } from './clock.ts';
import { LinkedAbort, raceAbort } from './linked-abort.ts';

/**
 * What `work` comes to, or `late` when the limit or an abort comes first. Rejects with what `work` rejects until then. The work
 * itself goes on: its owner must see to it.
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
