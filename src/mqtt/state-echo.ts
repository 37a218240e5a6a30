import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { Outbox } from './outbox.ts';
import type { Topics } from './topics.ts';

/** Time for a command to take effect, so that not the old state is told first. */
const EFFECT = ms(300);

/**
 * A command is answered by the state, whether it changed or not: who shows what was wished for, as a slider does, sees what really
 * is. However many commands come, one answer is given to all of them.
 */
export class StateEcho {
  readonly #outbox: Outbox;
  readonly #clock: Clock;
  readonly #states: ReadonlyMap<string, readonly string[]>;
  readonly #owed = new Set<string>();

  constructor(outbox: Outbox, { set, state }: Topics, clock: Clock) {
    this.#outbox = outbox;
    this.#clock = clock;
    this.#states = new Map([
      [set.override, [state.override, state.overrideAttributes]],
      [set.volume, [state.volume]],
      [set.camera, [state.camera]],
      [set.autoplay, [state.autoplay]],
      [set.presence, [state.presence, state.presenceAttributes]],
    ]);
  }

  /** Something came on a command topic, sense or nonsense. */
  owe(topic: string, ended: AbortSignal): void {
    const first = this.#owed.size === 0;
    for (const state of this.#states.get(topic) ?? []) this.#owed.add(state);
    if (first && this.#owed.size > 0) void this.#give(ended);
  }

  async #give(ended: AbortSignal): Promise<void> {
    await this.#clock.sleep(EFFECT, ended).catch(() => undefined);
    this.#outbox.repeat(this.#owed);
    this.#owed.clear();
  }
}
