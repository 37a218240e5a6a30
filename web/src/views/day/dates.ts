import { locale } from '../../words/words.ts';

/** A day of the box as the API writes it: `2026-11-24`. */
type DayDate = string;

/** The day so many days later. */
export function shifted(date: DayDate, days: number): DayDate {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Whether an address names a day. */
export const isDate = (text: string | undefined): text is DayDate => text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text);

/** The date of a moment in the box's time zone. */
export function dateIn(zone: string, moment: number): DayDate {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(moment);
  return ['year', 'month', 'day'].map((type) => (parts.filter((part) => part.type === type)[0] as { value: string }).value).join('-');
}

/** A day in words: “Tuesday, 24 November”, with the year if it is another one; “Tue 24” where there is little room. */
export function dayWords(date: DayDate, length: 'long' | 'short' = 'long'): string {
  const said = (form: Intl.DateTimeFormatOptions): string =>
    new Date(`${date}T12:00:00Z`).toLocaleDateString(locale(), { ...form, timeZone: 'UTC' });
  if (length === 'short') return `${said({ weekday: 'short' })} ${Number(date.slice(8))}`;
  const year = date.slice(0, 4) === String(new Date().getFullYear()) ? {} : ({ year: 'numeric' } as const);
  return said({ weekday: 'long', day: 'numeric', month: 'long', ...year });
}

/** The time of day of a moment on the box's clock. */
export const clockOf = (zone: string, moment: number): string =>
  new Date(moment).toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit', timeZone: zone });

/** The hour of a moment on the box's clock, as one number: there is no room for more under a strip. */
export function hourIn(zone: string, moment: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hour12: false }).formatToParts(moment);
  const hour = parts.filter(({ type }) => type === 'hour')[0]?.value ?? '';
  return String(Number(hour) % 24); // some browsers call midnight 24
}

/** A full hour, 0 to 24, as the language writes it. */
export const hourWords = (hour: number): string =>
  new Date(Date.UTC(2026, 0, 1, hour)).toLocaleTimeString(locale(), { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });

/** Milliseconds. What was shorter is left out of sums and lists: “0 min” says nothing. */
const SHORTEST = 60_000;

/** Those that last for a minute or more. */
export const longEnough = <T extends { readonly at: number; readonly until: number }>(spans: readonly T[]): readonly T[] =>
  spans.filter(({ at, until }) => until - at >= SHORTEST);

/** The shares of a minute or more. */
export const worthTelling = <T extends { readonly time: number }>(shares: readonly T[]): readonly T[] =>
  shares.filter(({ time }) => time >= SHORTEST);

/** A length of time: “3 hr 12 min”, “2 hr” or “12 min” in the language. Milliseconds. */
export function lengthWords(length: number): string {
  const minutes = Math.round(length / 60_000);
  const inUnit = (value: number, unit: string): string =>
    value.toLocaleString(locale(), { style: 'unit', unit, unitDisplay: 'short' } as Intl.NumberFormatOptions);
  if (minutes < 60) return unitOr(() => inUnit(minutes, 'minute'), `${minutes} min`);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (rest === 0) return unitOr(() => inUnit(hours, 'hour'), `${hours} h`);
  return unitOr(() => `${inUnit(hours, 'hour')} ${inUnit(rest, 'minute')}`, `${hours} h ${rest} min`);
}

/** Browsers before 2020 know no units. */
function unitOr(inUnits: () => string, plain: string): string {
  try {
    const words = inUnits();
    return /[^\d\s.,]/.test(words) ? words : plain;
  } catch (_unknownStyle) {
    return plain;
  }
}
