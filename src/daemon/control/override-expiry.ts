import type { Instant, Moment, Ms } from '../../domain/units.ts';
import { elapsed, later, moment, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';

/** When a held mood ends by itself: `ends` is what counts while the box is on, `until` what is told and what lasts over a restart. */
export type OverrideExpiry = { readonly ends: Instant; readonly until: Moment };

/** The calendar may run ahead or behind by as much before it counts as set anew. */
const TOLERANCE = ms(5000);
/** No hold is longer; a box that has lost its clock over a power cut must not hold a mood for years. */
const LONGEST = ms(7 * 24 * 3_600_000);

export const expiryAfter = (span: Ms, now: Instant, today: Moment): OverrideExpiry => ({
  ends: later(now, span),
  until: moment(today + span),
});

/** What is left of a term after a restart; nothing where it has passed meanwhile. */
export function expiryAt(until: Moment, now: Instant, today: Moment): OverrideExpiry | undefined {
  const left = ms(Math.min(LONGEST, until - today));
  return left > 0 ? expiryAfter(left, now, today) : undefined;
}

export const isExpired = ({ ends }: OverrideExpiry, now: Instant): boolean => elapsed(now, ends) <= 0;

/** The same term on a calendar that has been set meanwhile, as by the network after a start without a clock. */
export function onCalendar(expiry: OverrideExpiry, now: Instant, today: Moment): OverrideExpiry {
  const until = moment(today + elapsed(now, expiry.ends));
  return Math.abs(until - expiry.until) > TOLERANCE ? { ...expiry, until } : expiry;
}

export type OverrideTimerParts = { readonly clock: Clock; readonly today: () => Moment };

/** For how long an override holds. */
export class OverrideTimer {
  readonly #parts: OverrideTimerParts;
  #expiry: OverrideExpiry | undefined;

  constructor(parts: OverrideTimerParts) {
    this.#parts = parts;
  }

  /** When it ends by itself; nothing where it lasts until somebody says otherwise. */
  get until(): Moment | undefined {
    return this.#expiry?.until;
  }

  expireAfter(span: Ms | undefined): void {
    const { clock, today } = this.#parts;
    this.#expiry = span === undefined ? undefined : expiryAfter(span, clock.now(), today());
  }

  /** False where that moment has passed. */
  expireAt(until: Moment | undefined): boolean {
    const { clock, today } = this.#parts;
    this.#expiry = until === undefined ? undefined : expiryAt(until, clock.now(), today());
    return until === undefined || this.#expiry !== undefined;
  }

  /** Once `over` when its time has come; `moved` where the calendar was set, and another end has to be told. */
  watch(): 'over' | 'moved' | undefined {
    const { clock, today } = this.#parts;
    const expiry = this.#expiry;
    if (!expiry) return undefined;
    this.#expiry = isExpired(expiry, clock.now()) ? undefined : onCalendar(expiry, clock.now(), today());
    if (!this.#expiry) return 'over';
    return this.#expiry === expiry ? undefined : 'moved';
  }
}
