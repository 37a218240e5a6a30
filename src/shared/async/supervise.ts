import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from './clock.ts';

export type Supervision = {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** How long to rest after so many failures in a row. */
  readonly rest: (failures: number) => Ms;
  /** Told of each failure before the rest. */
  readonly onFailure: (err: unknown, retryMs: Ms) => void;
};

const HEALTHY = ms(60_000);

/**
 * Runs `work` again and again until the signal is aborted, with a growing rest after each failure. A run that lasted a
 * minute forgets the failures before it. A broken program (TypeError, ReferenceError) is thrown on: that is systemd's job.
 */
export async function supervise(work: (signal: AbortSignal) => Promise<void>, by: Supervision): Promise<void> {
  let failures = 0;
  while (!by.signal.aborted) {
    const started: Instant = by.clock.now();
    let pause = by.rest(0);
    try {
      await work(by.signal);
      failures = 0;
    } catch (err) {
      if (by.signal.aborted) return;
      if (err instanceof TypeError || err instanceof ReferenceError) throw err;
      if (elapsed(started, by.clock.now()) >= HEALTHY) failures = 0;
      pause = by.rest(failures);
      failures += 1;
      by.onFailure(err, pause);
    }
    await by.clock.sleep(pause, by.signal).catch(() => undefined);
  }
}
