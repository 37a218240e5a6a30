import type { Random } from '../../../shared/random.ts';
import { chance, oneOf } from '../dice.ts';
import type { HarmonicSection } from '../form/harmony.ts';
import type { PatternFamily } from '../styles/patterns.ts';
import { loudnessLevelOf } from '../styles/patterns.ts';

/** A sounding step of a pattern: its letter, where it begins, and how long until the next one of its bar. */
export type PatternStep = { readonly letter: string; readonly at: number; readonly beats: number };

/** How often a bar departs from the section's pattern. */
const ODD_BARS = 0.22;

/**
 * The steps of a section: one pattern for all of it, another for the odd bar and for the last bar of each phrase, as players vary what
 * they repeat.
 */
export function stepsOf(random: Random, family: PatternFamily, section: HarmonicSection, beatsPerBar: number): readonly PatternStep[] {
  const patterns = family[beatsPerBar === 3 ? 3 : 4][section.letter === 'intro' ? 'mid' : loudnessLevelOf(section.intensity)];
  const usual = oneOf(random, patterns);
  const ends = section.phrases.map(({ at, beats }) => at + beats - beatsPerBar);
  return Array.from({ length: section.bars }, (_, i) => section.at + i * beatsPerBar).flatMap((at) => {
    const isOdd = ends.includes(at) || chance(random, ODD_BARS);
    return barSteps(isOdd ? oneOf(random, patterns) : usual, at, beatsPerBar);
  });
}

function barSteps(pattern: string, at: number, beatsPerBar: number): readonly PatternStep[] {
  const step = beatsPerBar / pattern.length;
  const sounding = [...pattern].flatMap((letter, i) => (letter === '.' ? [] : [{ letter, i }]));
  return sounding.map(({ letter, i }, k) => ({ letter, at: at + i * step, beats: ((sounding[k + 1]?.i ?? pattern.length) - i) * step }));
}
