import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant, Moment, Ms } from '../../domain/units.ts';
import { instant, moment } from '../../domain/units.ts';

/** Time, handed in so that tests can hold it. */
export interface Clock {
  now(): Instant;
  /** Rejects with the signal's reason when it is aborted first. */
  sleep(span: Ms, signal: AbortSignal): Promise<void>;
}

/** What the calendar says, for what is remembered over a restart; waits and ages go by a `Clock`. */
export const today = (): Moment => moment(Date.now());

export const systemClock: Clock = {
  now: () => instant(performance.now()),
  sleep: async (span, signal) => {
    try {
      await sleep(span, undefined, { signal });
    } catch {
      signal.throwIfAborted(); // Node says only that it was aborted; those who wait want to know why
    }
  },
};
