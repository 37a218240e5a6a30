import type { Instant, Moment, Ms } from '../domain/units.ts';
import { elapsed, later, moment, ms } from '../domain/units.ts';

/** When a held mood ends by itself: `ends` is what counts while the box is on, `until` what is told and what lasts over a restart. */
export type Term = { readonly ends: Instant; readonly until: Moment };

/** The calendar may run ahead or behind by as much before it counts as set anew. */
const TOLERANCE = ms(5000);
/** No hold is longer; a box that has lost its clock over a power cut must not hold a mood for years. */
const LONGEST = ms(7 * 24 * 3_600_000);

export const termFor = (span: Ms, now: Instant, today: Moment): Term => ({ ends: later(now, span), until: moment(today + span) });

/** What is left of a term after a restart; nothing where it has passed meanwhile. */
export function termUntil(until: Moment, now: Instant, today: Moment): Term | undefined {
  const left = ms(Math.min(LONGEST, until - today));
  return left > 0 ? termFor(left, now, today) : undefined;
}

export const isOver = ({ ends }: Term, now: Instant): boolean => elapsed(now, ends) <= 0;

/** The same term on a calendar that has been set meanwhile, as by the network after a start without a clock. */
export function onCalendar(term: Term, now: Instant, today: Moment): Term {
  const until = moment(today + elapsed(now, term.ends));
  return Math.abs(until - term.until) > TOLERANCE ? { ...term, until } : term;
}
