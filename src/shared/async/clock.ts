import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant, Moment, Ms } from '../../domain/units.ts';
import { instant, moment } from '../../domain/units.ts';

/** Time, injected so that tests can control it. */
export interface Clock {
  now(): Instant;
  /** Rejects with the signal's reason if it is aborted first. */
  sleep(span: Ms, signal: AbortSignal): Promise<void>;
}

/** The calendar time, for what must outlast a restart. Waits and ages use a `Clock`. */
export const today = (): Moment => moment(Date.now());

export const systemClock: Clock = {
  now: () => instant(performance.now()),
  sleep: async (span, signal) => {
    try {
      await sleep(span, undefined, { signal });
    } catch {
      signal.throwIfAborted(); // Node's own error lacks the signal's reason
    }
  },
};
