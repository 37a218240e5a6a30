/** Returns a number from 0 up to but not including 1. */
export type Random = () => number;

/** The same numbers for the same seed, on every machine (mulberry32, Tommy Ettinger, public domain). */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number from `least` up to `most`, each equally likely. */
export const between = (random: Random, least: number, most: number): number => least + random() * (most - least);

/** The time until the next random event; the events are `mean` apart on average (exponential distribution). */
export const exponential = (random: Random, mean: number): number => -Math.log(1 - random()) * mean;

/** Normally distributed, mean 0 and variance 1 (Box and Muller, 1958). */
export const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Picks one of several things, each with a probability in proportion to its weight. */
export function pick<T>(random: Random, things: readonly [T, ...T[]], weightOf: (thing: T) => number = () => 1): T {
  let left = random() * things.reduce((sum, each) => sum + weightOf(each), 0);
  for (const each of things) {
    left -= weightOf(each);
    if (left < 0) return each;
  }
  return things[0];
}
