import type { Moment } from '../../domain/units.ts';
import { moment } from '../../domain/units.ts';

/** From `since` to just before `until`. */
export type TimeSpan = { readonly since: Moment; readonly until: Moment };

/** A date in local time, as `2026-11-24`. */
export type LocalDate = string;

/** The local day of a date, from dayStart to dayStart: 23 or 25 hours when the clocks change. Undefined if there is no such day. */
export function localDay(date: LocalDate, days = 1): TimeSpan | undefined {
  const [, year = 0, month = 0, day = 0] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []).map(Number);
  const begin = new Date(year, month - 1, day);
  if (year < 1970 || begin.getMonth() !== month - 1 || begin.getDate() !== day) return undefined;
  return { since: moment(begin.getTime()), until: moment(new Date(year, month - 1, day + days).getTime()) };
}

export function dateOf(at: Moment): LocalDate {
  const date = new Date(at);
  return [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())].join('-');
}

/** The local dayStart at the start of the day that is `days` days after the day of a moment. */
export function dayStart(at: Moment, days = 0): Moment {
  const date = new Date(at);
  return moment(new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime());
}

/** The local days that a span touches, each cut to the span, oldest first. */
export function daysIn({ since, until }: TimeSpan): readonly TimeSpan[] {
  const days: TimeSpan[] = [];
  for (let at = since; at < until; at = dayStart(at, 1)) days.push({ since: at, until: moment(Math.min(until, dayStart(at, 1))) });
  return days;
}

/** A piece of a span that lies in one hour of the local clock. */
export type HourPiece = TimeSpan & { readonly hour: number };

const HOUR = 3_600_000;

/** A span cut at each full hour of the local clock. When the clocks go back, one hour of the clock comes twice. */
export function hoursIn({ since, until }: TimeSpan): readonly HourPiece[] {
  const pieces: HourPiece[] = [];
  for (let at = since; at < until; ) {
    const date = new Date(at);
    const into = (date.getMinutes() * 60 + date.getSeconds()) * 1000 + date.getMilliseconds();
    const end = moment(Math.min(until, at + HOUR - into));
    pieces.push({ since: at, until: end, hour: date.getHours() });
    at = end;
  }
  return pieces;
}

/** A moment in local time, as `2026-11-24 18:03:20`. */
export function stamp(at: Moment): string {
  const date = new Date(at);
  return `${dateOf(at)} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

/** The part of a span that lies inside another; undefined if none does. */
export function cutTo<T extends { readonly at: Moment; readonly until: Moment }>(entry: T, { since, until }: TimeSpan): T | undefined {
  const [at, end] = [moment(Math.max(entry.at, since)), moment(Math.min(entry.until, until))];
  return at < end ? { ...entry, at, until: end } : undefined;
}

const two = (part: number): string => String(part).padStart(2, '0');

/** Every third full hour of the local clock in a span: what a drawing of a day is labelled with. */
export const ticksIn = (span: TimeSpan): readonly Moment[] =>
  hoursIn(span)
    .filter(({ since, hour }) => hour % 3 === 0 && new Date(since).getMinutes() === 0)
    .map(({ since }) => since);

/** The machine's time zone, as IANA names it. */
export const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
