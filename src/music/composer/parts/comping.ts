import { dice, nth } from '../dice.ts';
import type { HarmonicSection } from '../form/harmony.ts';
import { weightOf } from '../melody/melody.ts';
import type { ChordSpan, PlayedNote } from '../score.ts';
import { COMPS } from '../styles/patterns.ts';
import type { Accompaniment } from '../styles/style.ts';
import type { Voicing } from '../theory/voicing.ts';
import type { PatternStep } from './steps.ts';
import { stepsOf } from './steps.ts';

/** What an accompaniment is made from: the chords with their voicings, section by section. */
export type CompWish = {
  readonly seed: number;
  readonly sections: readonly HarmonicSection[];
  readonly voicings: ReadonlyMap<number, Voicing>;
  readonly beatsPerBar: number;
  readonly hasBass: boolean;
};

/** Chords in the pattern's figure. Held chords sound as long as the harmony; figures that ring go on to the next chord. */
export function compOf(comp: Accompaniment, wish: CompWish): readonly PlayedNote[] {
  const family = COMPS[comp.pattern];
  return wish.sections.flatMap((section) => {
    if (section.intensity < comp.from && !(section.letter === 'coda' && comp.from < 0.5)) return [];
    const random = dice(wish.seed, `comp ${comp.by.name} ${comp.pattern} ${section.letter} ${section.time}`);
    const steps = stepsOf(random, family, section, wish.beatsPerBar);
    return section.chords.flatMap((chord, i) => {
      const isLast = section.letter === 'coda' && i === section.chords.length - 1;
      const own = isLast ? ['0', 'c'].map((letter) => ({ letter, at: chord.at, beats: chord.beats })) : stepsUnder(chord, steps);
      return own.flatMap((step) => notesFor(step, chord, comp, wish));
    });
  });
}

/** The steps under a chord, none of which sounds into the next. */
function stepsUnder(chord: ChordSpan, steps: readonly PatternStep[]): readonly PatternStep[] {
  const end = chord.at + chord.beats;
  const own = steps.filter(({ at }) => at >= chord.at && at < end);
  return own.map((step) => ({ ...step, beats: Math.min(step.beats, end - step.at) }));
}

function notesFor({ letter, at, beats }: PatternStep, chord: ChordSpan, comp: Accompaniment, wish: CompWish): readonly PlayedNote[] {
  const voicing = wish.voicings.get(chord.at);
  if (!voicing) return [];
  const rings = comp.by.pedal || (comp.by.plucked && comp.pattern !== 'offbeat');
  const length = rings ? Math.max(beats, Math.min(chord.at + chord.beats - at, 2)) : beats;
  const weight = weightOf(at, wish.beatsPerBar);
  return pitchesFor(letter, voicing, comp, wish).map((pitch) => ({ at, beats: length, pitch, velocity: 0.52 + 0.12 * weight }));
}

/** The lowest note that an accompaniment takes for its root where a bass player has the real one. */
const ABOVE_THE_BASS = 43;

function pitchesFor(
  letter: string,
  { bass, upper }: Voicing,
  { shift = 0, hand }: Accompaniment,
  { hasBass }: CompWish,
): readonly number[] {
  const voices = hand === 'left' ? leftHand(upper) : upper.map((pitch) => pitch + shift);
  if (letter === 'c') return voices;
  if (letter === 'd') return voices.slice(1);
  const index = Number(letter);
  if (index === 0) return [rootFor(bass, hasBass)];
  return index <= 3 ? [nth(voices, index - 1)] : [nth(voices, index - 4) + 12];
}

/** The highest note of a left hand that leaves the melody its place. */
const TOP_OF_THE_LEFT_HAND = 64;

/** The same tones, with those that lie too high an octave lower. */
const leftHand = (upper: readonly number[]): readonly number[] =>
  upper.map((pitch) => (pitch > TOP_OF_THE_LEFT_HAND ? pitch - 12 : pitch)).sort((a, b) => a - b);

const rootFor = (bass: number, hasBass: boolean): number => (hasBass && bass < ABOVE_THE_BASS ? bass + 12 : bass);
