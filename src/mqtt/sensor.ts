import type { Ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { SensorWord } from './sensor-payload.ts';

export type SensorParts = {
  readonly clock: Clock;
  /** How long a sensor's word counts once nothing new can come from it. */
  readonly hold: Ms;
  /** Told each word that counts. */
  readonly say: (word: SensorWord) => void;
};

/** How a sensor reaches the box: on its own topic (`presence.topic`), or by what somebody sends to `presence/set`. */
type Way = 'topic' | 'set';
type Words = Readonly<Record<Way, SensorWord>>;

const NOTHING: Words = { topic: null, set: null };

/**
 * What the sensors of the home said last. The two ways are kept apart, and the room is occupied while either of them says so: an OFF from
 * one does not hide an ON from the other. While the broker is away nobody can say otherwise, so their words end `hold` after the loss.
 */
export class Sensor implements Disposable {
  readonly #parts: SensorParts;
  #words = NOTHING;
  #wait: AbortController | undefined;

  constructor(parts: SensorParts) {
    this.#parts = parts;
  }

  /** Somebody has sent a word on purpose. */
  told(word: SensorWord): void {
    this.#say({ ...this.#words, set: word });
  }

  /** A device tells its state, perhaps every second with all its other readings: only what is new is passed on. */
  reports(word: SensorWord): void {
    if (word !== this.#words.topic) this.#say({ ...this.#words, topic: word });
  }

  connected(): void {
    this.#wait?.abort();
    this.#wait = undefined;
  }

  /** The broker is away; it does not matter how often that is said. */
  lost(): void {
    if (this.#wait || joined(this.#words) === null) return;
    this.#wait = new AbortController();
    const { clock, hold } = this.#parts;
    clock.sleep(hold, this.#wait.signal).then(
      () => this.#say(NOTHING),
      () => undefined,
    );
  }

  [Symbol.dispose](): void {
    this.#wait?.abort();
  }

  #say(words: Words): void {
    this.#words = words;
    this.#parts.say(joined(words));
  }
}

/** Somebody is there if either says so; nobody if one says so and the other does not object. */
const joined = ({ topic, set }: Words): SensorWord => (topic || set ? true : (topic ?? set));
