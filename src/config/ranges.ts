import { spanOf } from '../domain/span.ts';
import type { Ms } from '../domain/units.ts';
import { ms } from '../domain/units.ts';

/** The least and the most that make sense for a key, both included. Lengths of time are written as a user would write them. */
export type SizeRange = readonly [least: number, most: number] | readonly [least: string, most: string];
type Ranged = { readonly range?: SizeRange };

/** Throws a sentence for the user unless `value` is a number above 0 in the key's range. */
export const assertPositive = (value: unknown, key?: Ranged): void => assertNumber('a number above 0', (n) => n > 0, value, key);

/** Throws a sentence for the user unless `value` is a whole number above 0 in the key's range. */
export const assertWhole = (value: unknown, key?: Ranged): void =>
  assertNumber('a whole number above 0', (n) => Number.isInteger(n) && n > 0, value, key);

function assertNumber(what: string, fits: (n: number) => boolean, value: unknown, { range }: Ranged = {}): void {
  const right = typeof value === 'number' && Number.isFinite(value) && fits(value) && isWithin(value, range);
  if (!right) throw new Error(`must be ${what}${wordsOf(range)}`);
}

/** A length of time without a unit is in milliseconds, and one this short was meant in seconds or minutes. */
const SHORTEST_BARE = 100;

/** A length of time that is written without its unit, in milliseconds. Throws for `hold: 3`. */
export function bareSpan(value: number): Ms {
  if (value > 0 && value < SHORTEST_BARE)
    throw new Error(`must be a length of time with its unit: ${value}s, ${value}m or ${value}ms, not ${value}`);
  return ms(value);
}

/** `500ms`, `3s`, `2m`, `1h` in milliseconds; a number is already in milliseconds. Throws unless it is in the key's range. */
export function durationWithin(value: unknown, { range }: Ranged = {}): Ms {
  const text = String(value).trim();
  const span = typeof value === 'number' && value >= 0 ? ms(value) : /^\d+(\.\d+)?$/.test(text) ? bareSpan(Number(text)) : spanOf(text);
  if (span !== undefined && Number.isFinite(span) && isWithin(span, range)) return span;
  throw new Error(`must be a length of time such as 500ms, 3s, 2m or 1h${wordsOf(range)}`);
}

/** A number from text, where the text is one in digits. Anything else stays as it is, and the validation reports it. */
export function numberOrAsWritten(value: unknown): unknown {
  return typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)$/.test(value.trim()) ? Number(value) : value;
}

const isWithin = (value: number, range: SizeRange | undefined): boolean =>
  range === undefined || (value >= sizeOf(range[0]) && value <= sizeOf(range[1]));

const sizeOf = (limit: number | string): number => (typeof limit === 'number' ? limit : (spanOf(limit) ?? Number.NaN));

const wordsOf = (range: SizeRange | undefined): string => (range ? `, from ${range[0]} to ${range[1]}` : '');
