import { locale } from './words.ts';

/** `82 %` for a share of 0 to 1, as the language writes it. */
export const percentOf = (share: number): string => share.toLocaleString(locale(), { style: 'percent' });

/** `18:30` as the language writes it, with the weekday if it is not today. `moment`: milliseconds since 1970. */
export function timeOf(moment: number): string {
  const at = new Date(moment);
  const today = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(locale(), { hour: '2-digit', minute: '2-digit', ...(today ? {} : { weekday: 'long' }) });
}
