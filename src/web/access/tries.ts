import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, later, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';

/** The failures of one address, or of all. */
type Failures = { readonly count: number; readonly last: Instant; readonly restUntil?: Instant };
type Bound = { readonly free: number; readonly firstRest: Ms; readonly longestRest: Ms };

const MINUTE = 60_000;
/** Five tries for each address. Then each further try has to wait twice as long as the one before. */
const EACH: Bound = { free: 5, firstRest: ms(MINUTE), longestRest: ms(60 * MINUTE) };
/**
 * For somebody with many addresses: after 40 failures in all, at most twelve an hour, so that a PIN of four digits lasts for weeks. Nine of
 * them are for addresses that have hardly tried yet: a new phone of the house must not have to compete with whoever is guessing.
 */
const ALL: Bound = { free: 40, firstRest: ms(5000), longestRest: ms(20 * MINUTE) };
const SHARE = { most: 9, span: ms(60 * MINUTE), failures: 2 };
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
  /** When tries of the new addresses' share began, within the last hour. */
  #shares: readonly Instant[] = [];
  /** The addresses whose last try was one of these. */
  readonly #onShare = new Set<string>();

  /** `again`: the page's process was started again. Whoever can make it end must not get forty new tries each time. */
  constructor(clock: Clock, again = false) {
    this.#clock = clock;
    if (!again) return;
    this.#all = { count: ALL.free - 1, last: clock.now() };
    this.#shares = Array.from({ length: SHARE.most }, () => clock.now());
  }

  /**
   * Begins a try from this address. Returns how long the address has to wait instead, or undefined if it may try now. `local`: it is this
   * machine itself, which the failures of others never hold up.
   */
  begin(address: string, local = false): Ms | undefined {
    const now = this.#clock.now();
    const own = left(this.#each.get(address), now);
    const all = local || this.#known.has(address) ? 0 : left(this.#all, now);
    const others = Math.min(all, this.#shareWait(address, now));
    if (own > 0 || others > 0) return ms(Math.max(own, others));
    const onShare = all > 0;
    if (onShare) this.#shares = [...this.#shares, now];
    this.#count(address, now, onShare);
    return undefined;
  }

  /** How long the address has to wait for its own failures alone; 0 if it needn't. */
  ownWait(address: string): Ms {
    return ms(Math.max(0, left(this.#each.get(address), this.#clock.now())));
  }

  /** Forgets all failures. */
  forget(): void {
    this.#each.clear();
    this.#onShare.clear();
    this.#all = undefined;
    this.#shares = [];
  }

  /** How long this address has to wait for a try on the share; for ever if it has failed too often. */
  #shareWait(address: string, now: Instant): number {
    this.#shares = this.#shares.filter((began) => elapsed(began, now) < SHARE.span);
    if (this.count(address) >= SHARE.failures) return Number.POSITIVE_INFINITY;
    const [oldest] = this.#shares;
    return oldest === undefined || this.#shares.length < SHARE.most ? 0 : SHARE.span - elapsed(oldest, now);
  }

  /** A try on the share makes nobody else wait for longer. */
  #count(address: string, now: Instant, onShare: boolean): void {
    const failures = failedOnce(this.#each.get(address), now, EACH);
    this.#each.delete(address); // so that the newest comes last
    this.#each.set(address, failures);
    dropOldest(this.#each);
    this.#onShare[onShare ? 'add' : 'delete'](address);
    dropOldest(this.#onShare);
    if (onShare && this.#all) this.#all = { ...this.#all, count: this.#all.count + 1 };
    else this.#all = failedOnce(this.#all, now, ALL);
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
    if (this.#onShare.delete(address)) this.#shares = this.#shares.slice(0, -1); // the next new phone gets it
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
