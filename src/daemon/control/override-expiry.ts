import type { Instant, Moment, Ms } from '../../domain/units.ts';
import { elapsed, later, moment, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';

/** When an override ends by itself. `ends` counts while the box is on; `until` is reported, and survives a restart. */
export type OverrideExpiry = { readonly ends: Instant; readonly until: Moment };

/** How far the calendar may drift before it counts as set. */
const TOLERANCE = ms(5000);
/** No override lasts longer after a restart: a box that lost its clock in a power cut must not hold a mood for years. */
const LONGEST = ms(7 * 24 * 3_600_000);

export const expiryAfter = (span: Ms, now: Instant, today: Moment): OverrideExpiry => ({
  ends: later(now, span),
  until: moment(today + span),
});

/** What is left of an override after a restart; `undefined` if it has expired meanwhile. */
export function expiryAt(until: Moment, now: Instant, today: Moment): OverrideExpiry | undefined {
  const left = ms(Math.min(LONGEST, until - today));
  return left > 0 ? expiryAfter(left, now, today) : undefined;
}

export const isExpired = ({ ends }: OverrideExpiry, now: Instant): boolean => elapsed(now, ends) <= 0;

/** The same expiry after the calendar was set, as the network does after a start without a clock. */
export function onCalendar(expiry: OverrideExpiry, now: Instant, today: Moment): OverrideExpiry {
  const until = moment(today + elapsed(now, expiry.ends));
  return Math.abs(until - expiry.until) > TOLERANCE ? { ...expiry, until } : expiry;
}

export type OverrideTimerParts = { readonly clock: Clock; readonly today: () => Moment };

/** Ends an override when its time is up. */
export class OverrideTimer {
  readonly #parts: OverrideTimerParts;
  #expiry: OverrideExpiry | undefined;

  constructor(parts: OverrideTimerParts) {
    this.#parts = parts;
  }

  /** When the override ends by itself; `undefined` if it lasts until somebody changes it. */
  get until(): Moment | undefined {
    return this.#expiry?.until;
  }

  expireAfter(span: Ms | undefined): void {
    const { clock, today } = this.#parts;
    this.#expiry = span === undefined ? undefined : expiryAfter(span, clock.now(), today());
  }

  /** Returns false if that moment has passed. */
  expireAt(until: Moment | undefined): boolean {
    const { clock, today } = this.#parts;
    this.#expiry = until === undefined ? undefined : expiryAt(until, clock.now(), today());
    return until === undefined || this.#expiry !== undefined;
  }

  /** Returns `over`, once, when the time is up; `moved` if the calendar was set and a new end has to be reported. */
  watch(): 'over' | 'moved' | undefined {
    const { clock, today } = this.#parts;
    const expiry = this.#expiry;
    if (!expiry) return undefined;
    this.#expiry = isExpired(expiry, clock.now()) ? undefined : onCalendar(expiry, clock.now(), today());
    if (!this.#expiry) return 'over';
    return this.#expiry === expiry ? undefined : 'moved';
  }
}
