import type { Random } from '../../../shared/random.ts';
import { byWeight, mod, nth } from '../dice.ts';
import type { ModeName } from '../score.ts';
import type { Colour, KeyOf } from '../theory/keys.ts';
import { chordOn, isMinor, scaleOf, TONICS } from '../theory/keys.ts';
import { openingDegrees } from '../theory/progressions.ts';

/** A way into a key: the degree of its first chord, which belongs to the key before as well. */
export type Modulation = { readonly key: KeyOf; readonly degree: number };
/** Whether the new key is to be brighter (more sharps) or darker than the old one, or only near it. */
export type Direction = 'brighter' | 'darker' | 'near';

/** Keys further apart than this share too few chords. In fifths. */
const FURTHEST = 2;

/** All ways from a key into one of this mode, with a first chord all of whose tones belong to both keys. */
export function modulationsTo(from: KeyOf, mode: ModeName, colour: Colour): readonly Modulation[] {
  const keys = TONICS[isMinor(mode) ? 'minor' : 'major'].map((tonic): KeyOf => ({ tonic, mode }));
  const near = keys.filter((key) => Math.abs(fifthsBetween(from, key)) <= FURTHEST);
  return near.flatMap((key) =>
    openingDegrees(mode)
      .filter((degree) => isCommon(from, key, degree, colour))
      .map((degree) => ({ key, degree })),
  );
}

function isCommon(from: KeyOf, to: KeyOf, degree: number, colour: Colour): boolean {
  const { tones } = chordOn(to, degree, colour);
  const isStable = mod(nth(tones, 2) - nth(tones, 0), 12) === 7;
  return isStable && [from, to].every((key) => tones.every((tone) => scaleOf(key).includes(tone)));
}

/** How many fifths up (or down, below 0) the notes of one key lie from those of another. */
export function fifthsBetween(from: KeyOf, to: KeyOf): number {
  const steps = mod((majorTonic(to) - majorTonic(from)) * 7, 12);
  return steps > 6 ? steps - 12 : steps;
}

const MAJOR = [0, 2, 4, 5, 7, 9, 11];

/** The tonic of the major key with the same notes. */
function majorTonic(key: KeyOf): number {
  const scale = scaleOf(key);
  return nth(
    scale.filter((tonic) => MAJOR.every((step) => scale.includes((tonic + step) % 12))),
    0,
  );
}

/** How readily music moves by that many fifths, by the direction that is wanted. */
const BY_FIFTHS: Readonly<Record<Direction, Readonly<Record<number, number>>>> = {
  brighter: { 2: 3, 1: 5, 0: 2 },
  darker: { [-2]: 3, [-1]: 5, 0: 2 },
  near: { 1: 3, [-1]: 3, 0: 2, 2: 1, [-2]: 1 },
};
/** Chords that lead on make better joints than those that are at rest already. */
const BY_DEGREE: Readonly<Record<number, number>> = { 0: 2, 1: 3, 2: 1, 3: 3, 4: 1, 5: 3, 6: 1 };
const UNLIKELY = 0.05;

/** Plainer chords have fewer tones, all of which must belong to both keys. */
const PLAINER: Readonly<Record<Colour, readonly Colour[]>> = {
  ninth: ['ninth', 'seventh', 'triad'],
  seventh: ['seventh', 'triad'],
  triad: ['triad'],
};

/** The richest colour up to this one by which there is a way from a key into a mode. By triads there always is one. */
export const commonColour = (from: KeyOf, mode: ModeName, colour: Colour): Colour =>
  PLAINER[colour].find((each) => modulationsTo(from, mode, each).length > 0) ?? 'triad';

/** A way into another key of this mode; into the same key only if there is no other. Throws if there is no way at all. */
export function modulation(random: Random, from: KeyOf, mode: ModeName, how: { colour: Colour; direction: Direction }): Modulation {
  const all = modulationsTo(from, mode, how.colour);
  const elsewhere = all.filter(({ key }) => key.tonic !== from.tonic || key.mode !== from.mode);
  const ways = elsewhere.length > 0 ? elsewhere : all;
  const weightOf = ({ key, degree }: Modulation): number =>
    (BY_FIFTHS[how.direction][fifthsBetween(from, key)] ?? UNLIKELY) * (BY_DEGREE[degree] ?? UNLIKELY);
  return byWeight(
    random,
    ways.map((way) => [way, weightOf(way)] as const),
  );
}
