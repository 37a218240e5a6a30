import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { answersOf } from './home-assistant/states.ts';
import type { Outbox } from './outbox.ts';
import type { Topics } from './topics.ts';

/** Time for a command to take effect, so that the old state is not sent first. */
const EFFECT = ms(300);

/**
 * Answers each command with the state that it sets, changed or not: a slider that was moved in vain goes back to the real value. However
 * many commands come within 300 ms, they get one answer.
 */
export class StateEcho {
  readonly #outbox: Outbox;
  readonly #clock: Clock;
  readonly #answers: ReadonlyMap<string, readonly string[]>;
  readonly #pending = new Set<string>();

  constructor(outbox: Outbox, topics: Topics, clock: Clock) {
    this.#outbox = outbox;
    this.#clock = clock;
    this.#answers = answersOf(topics);
  }

  /** A message came on a command topic, whether it made sense or not. */
  answer(topic: string, ended: AbortSignal): void {
    const isFirst = this.#pending.size === 0;
    for (const state of this.#answers.get(topic) ?? []) this.#pending.add(state);
    if (isFirst && this.#pending.size > 0) void this.#sendLater(ended);
  }

  async #sendLater(ended: AbortSignal): Promise<void> {
    await this.#clock.sleep(EFFECT, ended).catch(() => undefined);
    this.#outbox.repeat(this.#pending);
    this.#pending.clear();
  }
}
