import { durationMs } from '../../config/formats.ts';
import type { Moment } from '../../domain/units.ts';
import { moment } from '../../domain/units.ts';
import { dayStart } from '../../history/diary/local-time.ts';
import { UsageError } from '../command.ts';

const DAY = 86_400_000;

/** What `--since` means: an age (`2h`, `7d`), or a day or a minute in this machine's time zone. Throws `UsageError`. */
export function sinceOf(text: string, now: Moment): Moment {
  const days = /^(\d+)d$/.exec(text);
  if (days) return moment(now - Number(days[1]) * DAY);
  if (/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?$/.test(text)) return dateOf(text);
  try {
    return moment(now - durationMs(text));
  } catch {
    throw new UsageError(`--since must be an age (2h, 7d), a day (2026-11-24) or a time ('2026-11-24 18:00'), not '${text}'`);
  }
}

function dateOf(text: string): Moment {
  const at = new Date(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T')).getTime();
  if (Number.isNaN(at)) throw new UsageError(`--since: there is no such day as '${text}'`);
  return moment(at);
}

/** A day in this machine's time zone, from midnight to midnight or to `now`: `today`, `yesterday` or `2026-11-24`. Throws `UsageError`. */
export function dayFrom(flag: string, text: string, now: Moment): { readonly since: Moment; readonly until: Moment } {
  if (text === 'today') return { since: dayStart(now), until: now };
  if (text === 'yesterday') return { since: dayStart(now, -1), until: dayStart(now) };
  const since = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00`).getTime() : Number.NaN;
  if (Number.isNaN(since)) throw new UsageError(`${flag} must be a day such as 2026-11-24, today or yesterday, not '${text}'`);
  return { since: moment(since), until: moment(Math.min(now, dayStart(moment(since), 1))) };
}

/** The day of a moment, in words: `Tuesday 24 November 2026`. */
export const dayOf = (at: Moment): string =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at).replace(',', '');

/** The minute of a moment: `18:03`. */
export const minuteStamp = (at: Moment): string => clockOf(new Date(at)).slice(0, 5);

const clockOf = (date: Date): string => [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
const two = (part: number): string => String(part).padStart(2, '0');
