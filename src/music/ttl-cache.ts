import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, instant, ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';

/** Keeps a bounded number of values for a bounded time; the oldest go first. */
export class TtlCache<T> {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #lasts: Ms;
  readonly #kept = new Map<string, { readonly at: Instant; readonly value: T }>();

  constructor(clock: Clock, { most, lasts }: { readonly most: number; readonly lasts: Ms }) {
    this.#clock = clock;
    this.#most = most;
    this.#lasts = lasts;
  }

  /** The value under a key, with its age. */
  get(key: string): { readonly value: T; readonly age: Ms } | undefined {
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    const age = elapsed(kept.at, this.#clock.now());
    if (age < this.#lasts) return { value: kept.value, age };
    this.#kept.delete(key);
    return undefined;
  }

  /** All values that have not expired, oldest first. */
  entries(): readonly (readonly [string, { readonly value: T; readonly age: Ms }])[] {
    return [...this.#kept.keys()].flatMap((key) => {
      const kept = this.get(key);
      return kept ? [[key, kept] as const] : [];
    });
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  delete(key: string): void {
    this.#kept.delete(key);
  }

  /** Stores a value as if it were `age` old. */
  set(key: string, value: T, age: Ms = ms(0)): void {
    this.#kept.delete(key);
    this.#kept.set(key, { at: instant(this.#clock.now() - age), value });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
  }
}
