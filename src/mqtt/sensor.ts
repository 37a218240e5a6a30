import type { Ms } from '../domain/units.ts';
import type { Clock } from '../shared/clock.ts';
import type { SensorWord } from './sensor-word.ts';

export type SensorParts = {
  readonly clock: Clock;
  /** How long a sensor's word counts once nothing new can come from it. */
  readonly hold: Ms;
  /** Told each word that counts. */
  readonly say: (word: SensorWord) => void;
};

/** What the sensors of the home said last. While the broker is away nobody can say otherwise, so their word ends `hold` after the loss. */
export class Sensor implements Disposable {
  readonly #parts: SensorParts;
  #last: SensorWord = null;
  #wait: AbortController | undefined;

  constructor(parts: SensorParts) {
    this.#parts = parts;
  }

  /** Somebody has sent a word on purpose. */
  told(word: SensorWord): void {
    this.#last = word;
    this.#parts.say(word);
  }

  /** A device tells its state, perhaps every second with all its other readings: only what is new is passed on. */
  reports(word: SensorWord): void {
    if (word !== this.#last) this.told(word);
  }

  connected(): void {
    this.#wait?.abort();
    this.#wait = undefined;
  }

  /** The broker is away; it does not matter how often that is said. */
  lost(): void {
    if (this.#wait || this.#last === null) return;
    this.#wait = new AbortController();
    const { clock, hold } = this.#parts;
    clock.sleep(hold, this.#wait.signal).then(
      () => this.told(null),
      () => undefined,
    );
  }

  [Symbol.dispose](): void {
    this.#wait?.abort();
  }
}
