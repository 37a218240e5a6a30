import type { Ms } from './units.ts';
import { ms } from './units.ts';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Seconds, or a text such as `30m`, as a length of time within these bounds; undefined for anything else, and for nothing or less. */
export function spanWithin(input: unknown, least: Ms, most: Ms): Ms | undefined {
  const asked = typeof input === 'number' ? input * 1000 : typeof input === 'string' ? spanOf(input.trim()) : undefined;
  return asked !== undefined && asked > 0 ? ms(Math.min(most, Math.max(least, asked))) : undefined;
}

/** Parses `500ms`, `3s`, `2m` or `1h` as a length of time; undefined for any other text. */
export function spanOf(text: string): Ms | undefined {
  const found = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(text);
  return found ? ms(Number(found[1]) * UNIT_MS[found[2] as keyof typeof UNIT_MS]) : undefined;
}
