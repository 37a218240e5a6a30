import { ms } from '../domain/units.ts';
import type { OtherHand } from '../players/port.ts';
import type { Clock } from '../shared/async/clock.ts';

/** Somebody who pauses between two records is still there; whoever has paused may come back for longer. */
const REST = { idle: ms(30_000), paused: ms(10 * 60_000) } as const;

/** Whether somebody else's music is on the player, and whether that has been over for a while. */
export class OtherMusic implements Disposable {
  readonly #clock: Clock;
  readonly #tell: (what: OtherHand) => void;
  #isHere = false;
  #leaving: { readonly why: keyof typeof REST; readonly stop: AbortController } | undefined;

  constructor(clock: Clock, tell: (what: OtherHand) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  get isHere(): boolean {
    return this.#isHere;
  }

  /** What the player does that is not ours. */
  noticed(what: 'plays' | 'paused' | 'idle'): void {
    if (what === 'plays') {
      this.#stay();
      if (this.#isHere) return;
      this.#isHere = true;
      this.#tell('taken');
    } else if (this.#isHere && this.#leaving?.why !== what) void this.#leave(what);
  }

  /** Our own music is on the player again. */
  gone(): void {
    this.#stay();
    this.#isHere = false;
  }

  [Symbol.dispose](): void {
    this.#stay();
  }

  #stay(): void {
    this.#leaving?.stop.abort();
    this.#leaving = undefined;
  }

  async #leave(why: keyof typeof REST): Promise<void> {
    this.#stay();
    const stop = new AbortController();
    this.#leaving = { why, stop };
    await this.#clock.sleep(REST[why], stop.signal).catch(() => undefined);
    if (stop.signal.aborted) return;
    this.#isHere = false;
    this.#leaving = undefined;
    this.#tell('left');
  }
}
