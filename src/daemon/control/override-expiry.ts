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

/** A calendar that is set within this time of the start was wrong when the end was worked out. */
const WRONG_FROM_THE_START = ms(3_600_000);

export type OverrideTimerParts = { readonly clock: Clock; readonly today: () => Moment };

/** Ends an override when its time is up. */
export class OverrideTimer {
  readonly #parts: OverrideTimerParts;
  #expiry: OverrideExpiry | undefined;
  /** An end that was given as a date and a time, and when. */
  #promised: { readonly until: Moment; readonly since: Instant } | undefined;

  constructor(parts: OverrideTimerParts) {
    this.#parts = parts;
  }

  /** When the override ends by itself; `undefined` if it lasts until somebody changes it. */
  get until(): Moment | undefined {
    return this.#expiry?.until;
  }

  expireAfter(span: Ms | undefined): void {
    const { clock, today } = this.#parts;
    this.#promised = undefined;
    this.#expiry = span === undefined ? undefined : expiryAfter(span, clock.now(), today());
  }

  /** Returns false if that moment has passed. */
  expireAt(until: Moment | undefined): boolean {
    const { clock, today } = this.#parts;
    this.#promised = until === undefined ? undefined : { until, since: clock.now() };
    this.#expiry = until === undefined ? undefined : expiryAt(until, clock.now(), today());
    return until === undefined || this.#expiry !== undefined;
  }

  /** Returns `over`, once, when the time is up; `moved` if the calendar was set and a new end has to be reported. */
  watch(): 'over' | 'moved' | undefined {
    const expiry = this.#expiry;
    if (!expiry) return undefined;
    this.#expiry = isExpired(expiry, this.#parts.clock.now()) ? undefined : this.#onCalendar(expiry);
    if (!this.#expiry) return 'over';
    return this.#expiry === expiry ? undefined : 'moved';
  }

  /** An end that a restart kept holds by the right calendar, even if the wrong one was there first. Undefined if it has passed by now. */
  #onCalendar(expiry: OverrideExpiry): OverrideExpiry | undefined {
    const [now, today, promised] = [this.#parts.clock.now(), this.#parts.today(), this.#promised];
    const moved = onCalendar(expiry, now, today);
    const wasWrong = moved !== expiry && promised !== undefined && elapsed(promised.since, now) < WRONG_FROM_THE_START;
    return wasWrong ? expiryAt(promised.until, now, today) : moved;
  }
}
