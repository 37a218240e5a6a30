import type { Ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { SensorWord } from './payload.ts';

export type SensorParts = {
  readonly clock: Clock;
  /** How long a sensor's word counts after the broker was lost. */
  readonly hold: Ms;
  /** Called with the joint word, after each command and each change of the device. */
  readonly onWord: (word: SensorWord) => void;
};

/** The last word on each way to the box: the sensor's own topic (`presence.topic`), and the command topic `presence/set`. */
type Words = Readonly<Record<'topic' | 'set', SensorWord>>;

const NOTHING: Words = { topic: null, set: null };

/**
 * What the sensors of the home said last. The two ways are kept apart, and the room is occupied while either of them says so: an OFF on one
 * does not hide an ON on the other. While the broker is away no sensor can correct itself, so the words expire `hold` after the loss.
 */
export class Sensor implements Disposable {
  readonly #parts: SensorParts;
  #words = NOTHING;
  #expiry: AbortController | undefined;
  #isDisposed = false;

  constructor(parts: SensorParts) {
    this.#parts = parts;
  }

  /** A word came on `presence/set`: it is passed on, new or not. */
  commanded(word: SensorWord): void {
    this.#update({ ...this.#words, set: word });
  }

  /** A device sent its state, perhaps every second with all its other readings: it is passed on only if it changed. */
  reports(word: SensorWord): void {
    if (word !== this.#words.topic) this.#update({ ...this.#words, topic: word });
  }

  connected(): void {
    this.#expiry?.abort();
    this.#expiry = undefined;
  }

  /** The broker is away. Repeated calls do no harm. */
  lost(): void {
    if (this.#isDisposed || this.#expiry || joined(this.#words) === null) return;
    this.#expiry = new AbortController();
    const { clock, hold } = this.#parts;
    clock.sleep(hold, this.#expiry.signal).then(
      () => this.#update(NOTHING),
      () => undefined,
    );
  }

  /** Nothing expires from now on: the wait would keep the process alive. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#expiry?.abort();
  }

  #update(words: Words): void {
    this.#words = words;
    this.#parts.onWord(joined(words));
  }
}

/** Somebody is there if either says so; nobody if one says so and the other does not object. */
const joined = ({ topic, set }: Words): SensorWord => (topic || set ? true : (topic ?? set));
