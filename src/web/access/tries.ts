import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, later, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';

/** The failures of one address, or of all. */
type Failures = { readonly count: number; readonly last: Instant; readonly restUntil?: Instant };
type Bound = { readonly free: number; readonly firstRest: Ms; readonly longestRest: Ms };

const MINUTE = 60_000;
/** Five tries for each address. Then each further try has to wait twice as long as the one before. */
const EACH: Bound = { free: 5, firstRest: ms(MINUTE), longestRest: ms(60 * MINUTE) };
/** For somebody with many addresses: after 40 failures in all, at most twelve an hour. A PIN of four digits then lasts for weeks. */
const ALL: Bound = { free: 40, firstRest: ms(5000), longestRest: ms(5 * MINUTE) };
/** Failures are forgotten after a day without another. */
const FORGOTTEN_AFTER = ms(24 * 60 * MINUTE);
/** How many addresses are known; beyond that the oldest failure is forgotten, and the bound over all remains. */
const MOST_ADDRESSES = 4096;

/**
 * Limits how often a PIN or the setup code can be tried. A try counts as a failure from its beginning, so that many at once gain nothing;
 * a new connection changes nothing either. A restart forgets; after one of the page alone, the rests begin with the first failure.
 */
export class Tries {
  readonly #clock: Clock;
  readonly #each = new Map<string, Failures>();
  readonly #known = new Set<string>();
  #all: Failures | undefined;

  /** `again`: the page's process was started again. Whoever can make it end must not get forty new tries each time. */
  constructor(clock: Clock, again = false) {
    this.#clock = clock;
    if (again) this.#all = { count: ALL.free - 1, last: clock.now() };
  }

  /** Begins a try from this address. Returns how long the address has to wait instead, or undefined if it may try now. */
  begin(address: string): Ms | undefined {
    const now = this.#clock.now();
    const wait = Math.max(left(this.#each.get(address), now), this.#known.has(address) ? 0 : left(this.#all, now));
    if (wait > 0) return ms(wait);
    const failures = failedOnce(this.#each.get(address), now, EACH);
    this.#each.delete(address); // so that the newest comes last
    this.#each.set(address, failures);
    this.#all = failedOnce(this.#all, now, ALL);
    dropOldest(this.#each);
    return undefined;
  }

  /** The failures of this address, with the running try. */
  count(address: string): number {
    return this.#each.get(address)?.count ?? 0;
  }

  /**
   * The try was right. Earlier failures stay, unless an owner came in: whoever knows the household's PIN must not get free tries at the
   * owner's. An address that was right once is not held up by the failures of others.
   */
  succeeded(address: string, isOwner: boolean): void {
    const before = this.#each.get(address);
    if (isOwner || before === undefined || before.count <= 1) this.#each.delete(address);
    else this.#each.set(address, { count: before.count - 1, last: before.last });
    if (this.#all) this.#all = { ...this.#all, count: this.#all.count - 1 };
    if (this.#all && this.#all.count < ALL.free) this.#all = { count: this.#all.count, last: this.#all.last };
    this.#known.add(address);
    dropOldest(this.#known);
  }
}

const left = (failures: Failures | undefined, now: Instant): number =>
  failures?.restUntil === undefined ? 0 : elapsed(now, failures.restUntil);

function failedOnce(before: Failures | undefined, now: Instant, { free, firstRest, longestRest }: Bound): Failures {
  const fresh = before && elapsed(before.last, now) < FORGOTTEN_AFTER ? before.count : 0;
  const count = fresh + 1;
  if (count < free) return { count, last: now };
  const rest = Math.min(longestRest, firstRest * 2 ** (count - free));
  return { count, last: now, restUntil: later(now, ms(rest)) };
}

function dropOldest(all: Map<string, unknown> | Set<string>): void {
  if (all.size <= MOST_ADDRESSES) return;
  for (const oldest of all.keys()) {
    all.delete(oldest);
    return;
  }
}
