/** A part of the day in minutes since midnight, from `from` to before `to`; over midnight where `to` is the smaller one. */
export type Hours = { readonly from: number; readonly to: number };

const HOURS = /^([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)$/;

/** `22:00-07:00` as minutes; undefined for anything else. */
export function hoursOf(text: string): Hours | undefined {
  const [, ...parts] = HOURS.exec(text) ?? [];
  const [fromHour, fromMinute, toHour, toMinute] = parts.map(Number);
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined) return undefined;
  return { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
}

/** Whether that minute of the day is in it. Nothing is, where it begins and ends at the same time. */
export const covers = ({ from, to }: Hours, minute: number): boolean =>
  from <= to ? minute >= from && minute < to : minute >= from || minute < to;

/** The minute of the day, by the clock on the wall. */
export const minuteOf = (at: Date): number => at.getHours() * 60 + at.getMinutes();
