import type { Random } from '../../shared/random.ts';
import { seeded } from '../../shared/random.ts';

/** Random numbers of their own for one concern of a piece, so that a change in one leaves the others as they were. */
export const dice = (seed: number, concern: string): Random => seeded(hashed(`${seed} ${concern}`));

/** A 32-bit hash of a text (FNV-1a). */
function hashed(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return hash;
}

/** The item at an index that must exist; counts around the end, so that -1 is the last. Throws for an empty list. */
export function nth<T>(list: readonly T[], index: number): T {
  const item = list[((index % list.length) + list.length) % list.length];
  if (list.length === 0) throw new Error('an empty list has no items');
  return item as T;
}

/** One of a list, each equally likely. Throws for an empty list. */
export const oneOf = <T>(random: Random, list: readonly T[]): T => nth(list, Math.floor(random() * list.length));

/** One of several things by their weights. Throws if there are none. */
export function byWeight<T>(random: Random, things: readonly (readonly [T, number])[]): T {
  let left = random() * things.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [thing, weight] of things) {
    left -= weight;
    if (left < 0) return thing;
  }
  return nth(things, -1)[0];
}

export const chance = (random: Random, share: number): boolean => random() < share;

/** Python's modulo: never negative. */
export const mod = (value: number, by: number): number => ((value % by) + by) % by;
