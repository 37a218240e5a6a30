/** A part of the day in minutes since midnight, from `from` up to but not including `to`. If `to` is smaller, it spans midnight. */
export type Hours = { readonly from: number; readonly to: number };

const HOURS = /^([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)$/;

/** Parses `22:00-07:00` into minutes; undefined for anything else. */
export function hoursOf(text: string): Hours | undefined {
  const [, ...parts] = HOURS.exec(text) ?? [];
  const [fromHour, fromMinute, toHour, toMinute] = parts.map(Number);
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined) return undefined;
  return { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
}

/** Whether that minute of the day is in these hours. If they begin and end at the same time, no minute is. */
export const covers = ({ from, to }: Hours, minute: number): boolean =>
  from <= to ? minute >= from && minute < to : minute >= from || minute < to;

/** The minute of the day in local time. */
export const minuteOf = (at: Date): number => at.getHours() * 60 + at.getMinutes();

/** Whether a moment is in hours that are written as `22:00-07:00`, in local time; never in an empty text. */
export function isWithin(text: string, at: Date): boolean {
  const hours = hoursOf(text);
  return hours !== undefined && covers(hours, minuteOf(at));
}
