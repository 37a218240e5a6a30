import { setMaxListeners } from 'node:events';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';

/** So many pass at once, such as a sensor's last words together, and five more each second: never more than ten in a second. */
const AT_ONCE = 5;
const SPACING = ms(200);
/** Keys that may be busy at the same time. A box has fewer than thirty topics; more are made up. */
const MOST_KEYS = 64;
/** A slider that is dragged loses a few values on the way, which is nothing to report. */
const WORTH_REPORTING = 50;

type Busy = { free: number; waiting: (() => void) | undefined; dropped: number };

export type GateParts = {
  readonly clock: Clock;
  /** Aborted when nothing may pass any more. */
  readonly signal: AbortSignal;
  /** A flood is over, in which newer messages of this key replaced so many others. Not called for a few. */
  readonly onFlood: (key: string, dropped: number) => void;
};

/**
 * Lets messages through at ten a second at most for each key, before anything is done about them. A few pass at once; of those that come
 * too fast the newest waits, and replaces the one that waited.
 */
export class NewestGate {
  readonly #parts: GateParts;
  /** A signal of its own, as each busy key listens to it. */
  readonly #stop: AbortSignal;
  readonly #busy = new Map<string, Busy>();

  constructor(parts: GateParts) {
    this.#parts = parts;
    this.#stop = AbortSignal.any([parts.signal]);
    setMaxListeners(2 * MOST_KEYS, this.#stop);
  }

  /** Calls `handle` now, or within a fifth of a second, unless a newer message of the same key replaces it. */
  put(key: string, handle: () => void): void {
    if (this.#stop.aborted) return;
    const busy = this.#busy.get(key) ?? this.#open(key);
    if (!busy) this.#parts.onFlood('other topics', 1);
    else if (busy.free > 0) {
      busy.free -= 1;
      handle();
    } else {
      if (busy.waiting) busy.dropped += 1;
      busy.waiting = handle;
    }
  }

  #open(key: string): Busy | undefined {
    if (this.#busy.size >= MOST_KEYS) return undefined;
    const busy: Busy = { free: AT_ONCE, waiting: undefined, dropped: 0 };
    this.#busy.set(key, busy);
    void this.#refill(key, busy);
    return busy;
  }

  /** Frees one place at a time, for the message that waits if there is one, until the key is no longer busy. */
  async #refill(key: string, busy: Busy): Promise<void> {
    const { clock, onFlood } = this.#parts;
    do {
      await clock.sleep(SPACING, this.#stop).catch(() => undefined);
      const handle = busy.waiting;
      busy.waiting = undefined;
      if (this.#stop.aborted) return;
      if (handle) handle();
      else busy.free += 1;
    } while (busy.free < AT_ONCE);
    this.#busy.delete(key);
    if (busy.dropped >= WORTH_REPORTING) onFlood(key, busy.dropped);
  }
}
