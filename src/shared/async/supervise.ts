import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from './clock.ts';

export type Supervision = {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** How long to wait after this many failures in a row. */
  readonly rest: (failures: number) => Ms;
  /** Called after each failure, before the wait. */
  readonly onFailure: (err: unknown, retryMs: Ms) => void;
};

const HEALTHY = ms(60_000);

/**
 * Runs `work` again and again until the signal is aborted, with growing waits after failures. A run that lasted a minute clears the count
 * of earlier failures. A bug (TypeError, ReferenceError) is thrown on, so that systemd restarts the daemon.
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
