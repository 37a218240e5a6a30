import type { Ms } from '../domain/units.ts';
import type { Clock } from '../shared/clock.ts';

/** What a promise comes to, or nothing when the time is over or the signal aborts first. */
export async function within<T extends object>(work: Promise<T>, limit: Ms, clock: Clock, signal: AbortSignal): Promise<T | undefined> {
  const settled = new AbortController();
  const stop = AbortSignal.any([signal, settled.signal]);
  const over = clock.sleep(limit, stop).then(
    () => undefined,
    () => undefined,
  );
  try {
    return signal.aborted ? undefined : await Promise.race([work, over]);
  } finally {
    settled.abort();
  }
}
