import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';

const SPAN = ms(5000);
const MOST = 500;

/** When the events of the last seconds happened. */
export type Rate = readonly Instant[];

export const counted = (rate: Rate, at: Instant): Rate => [...rate.filter((each) => elapsed(each, at) < SPAN), at].slice(-MOST);

/** Events per second over the last seconds, to a tenth. */
export function perSecond(rate: Rate, now: Instant): number {
  const recent = rate.filter((each) => elapsed(each, now) < SPAN);
  return Math.round((recent.length / SPAN) * 10_000) / 10;
}
