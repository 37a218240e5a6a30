import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { BrokerLimits } from './limits.ts';

type Allowed = Pick<BrokerLimits, 'qos' | 'retain'>;

const EVERYTHING: Allowed = { qos: 2, retain: true };
/** What to do without in turn, if nobody says which of them the broker does not take. */
const LESS: readonly Allowed[] = [
  { qos: 1, retain: false },
  { qos: 0, retain: true },
  { qos: 0, retain: false },
];
/** After this long it is tried again: somebody may have changed the broker's settings. */
export const FORGOTTEN = ms(86_400_000);

/** What the box does without for a day, because sessions ended over it. */
export class Concessions {
  readonly #clock: Clock;
  #made: { readonly allowed: Allowed; readonly since: Instant } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The highest QoS, and whether messages may be retained. */
  get allowed(): Allowed {
    const made = this.#made;
    return made && elapsed(made.since, this.#clock.now()) <= FORGOTTEN ? made.allowed : EVERYTHING;
  }

  make(less: Partial<Allowed>): void {
    this.#made = { allowed: { ...this.allowed, ...less }, since: this.#clock.now() };
  }

  /** Makes one more. Returns false if all have been made in vain: then none is in force any more. */
  makeNext(): boolean {
    const { qos, retain } = this.allowed;
    const next = LESS[1 + LESS.findIndex((each) => each.qos === qos && each.retain === retain)];
    this.#made = next && { allowed: next, since: this.#clock.now() };
    return next !== undefined;
  }
}
