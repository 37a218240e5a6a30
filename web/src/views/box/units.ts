import { numberOf } from '../../words/numbers.ts';
import { words } from '../../words/words.ts';

const t = words('upkeep');

const GIGABYTE = 1e9;
const MEGABYTE = 1e6;
const DAY = 86_400;
const HOUR = 3600;

/** `1.2 GB`, or `340 MB` for less than a gigabyte. */
export function sizeOf(bytes: number): string {
  if (bytes >= GIGABYTE) return t('gigabytes', { value: numberOf(Math.round(bytes / (GIGABYTE / 10)) / 10) });
  return t('megabytes', { value: numberOf(Math.round(bytes / MEGABYTE)) });
}

/** A length of time in its largest unit: days, hours or minutes. `seconds` is 0 or more. */
export function spanOf(seconds: number): string {
  if (seconds >= 2 * DAY) return t('days', { count: Math.floor(seconds / DAY) });
  if (seconds >= 2 * HOUR) return t('hours', { count: Math.floor(seconds / HOUR) });
  return t('minutes', { count: Math.floor(seconds / 60) });
}

/** How much of the computer is in use: less than a third, some of it, or all of it. */
export function busyOf({ cores, load }: { readonly cores: number; readonly load: number }): 'little' | 'much' | 'all' {
  if (load < cores / 3) return 'little';
  return load < cores ? 'much' : 'all';
}

/** `1.45` with at most so many places. */
export const roundedTo = (places: number, value: number): string => numberOf(Math.round(value * 10 ** places) / 10 ** places);
