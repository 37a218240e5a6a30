import type { Instant, Ms } from '../domain/units.ts';
import { elapsed } from '../domain/units.ts';
import type { Clock } from '../shared/clock.ts';

/** Remembers a bounded number of things for a bounded time; the oldest go first. */
export class Memory<T> {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #lasts: Ms;
  readonly #kept = new Map<string, { readonly at: Instant; readonly value: T }>();

  constructor(clock: Clock, { most, lasts }: { readonly most: number; readonly lasts: Ms }) {
    this.#clock = clock;
    this.#most = most;
    this.#lasts = lasts;
  }

  /** What is remembered under a key, with its age. */
  get(key: string): { readonly value: T; readonly age: Ms } | undefined {
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    const age = elapsed(kept.at, this.#clock.now());
    if (age < this.#lasts) return { value: kept.value, age };
    this.#kept.delete(key);
    return undefined;
  }

  /** The keys of all that is remembered. */
  keys(): ReadonlySet<string> {
    return new Set([...this.#kept.keys()].filter((key) => this.has(key)));
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: T): void {
    this.#kept.delete(key);
    this.#kept.set(key, { at: this.#clock.now(), value });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** Allows something so many times in a sliding span. */
export class Ration {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #span: Ms;
  #taken: readonly Instant[] = [];

  constructor(clock: Clock, { most, span }: { readonly most: number; readonly span: Ms }) {
    this.#clock = clock;
    this.#most = most;
    this.#span = span;
  }

  /** Takes one if there is one left. */
  take(): boolean {
    const now = this.#clock.now();
    this.#taken = this.#taken.filter((at) => elapsed(at, now) < this.#span);
    if (this.#taken.length >= this.#most) return false;
    this.#taken = [...this.#taken, now];
    return true;
  }
}
