import type { Random } from '../../../shared/random.ts';
import { dice, mod, nth, oneOf } from '../dice.ts';
import type { Cadence, ChordSpan, PhraseSpan } from '../score.ts';
import type { Colour, KeyOf } from '../theory/keys.ts';
import { chordOn, relativeKey } from '../theory/keys.ts';
import { progression } from '../theory/progressions.ts';
import type { SectionPlan } from './form.ts';

/** What the harmony needs to know about a piece. */
export type HarmonyWish = {
  readonly seed: number;
  readonly key: KeyOf;
  readonly colour: Colour;
  readonly beatsPerBar: number;
  readonly barsPerChord: number;
};

/** A section with its place in time, its chords and its phrases. `rooted` chords end a phrase. */
export type HarmonicSection = SectionPlan & {
  readonly at: number;
  readonly beats: number;
  readonly chords: readonly RootedSpan[];
  readonly phrases: readonly PhraseSpan[];
};
export type RootedSpan = ChordSpan & { readonly rooted: boolean };

/** Gives each section its chords. The same letter gets the same chords each time; contrasting sections begin in a related key. */
export function harmonised(plans: readonly SectionPlan[], wish: HarmonyWish): readonly HarmonicSection[] {
  let at = 0;
  const keyOfLetter = contrastKeys(wish);
  return plans.map((plan) => {
    const section = sectionAt(at, plan, wish, keyOfLetter[plan.letter] ?? wish.key);
    at += section.beats;
    return section;
  });
}

/** A contrasting section may begin in the relative key, which has the same notes; more often it stays at home. */
function contrastKeys({ seed, key }: HarmonyWish): Readonly<Record<string, KeyOf>> {
  const random = dice(seed, 'contrast');
  const [b, c] = [oneOf(random, ['relative', 'same', 'same', 'same']), oneOf(random, ['same', 'relative', 'same'])];
  const keyFor = (kind: string): KeyOf => (kind === 'relative' ? relativeKey(key) : key);
  return { B: keyFor(b), C: keyFor(c) };
}

function sectionAt(at: number, plan: SectionPlan, wish: HarmonyWish, key: KeyOf): HarmonicSection {
  const bars = plan.bars / plan.cadences.length;
  const spans = plan.cadences.map((cadence, i) => {
    // Only the first phrase of a section leaves the home key, so that the second leads back.
    const isAway = i === 0 && plan.cadences.length > 1;
    const phraseKey = isAway ? key : wish.key;
    const random = dice(wish.seed, `harmony ${plan.letter} ${i} ${cadence}`);
    const first =
      plan.letter === 'B' && !isAway
        ? oneOf(
            random,
            [3, 1, 5].filter((degree) => degree !== 1 || wish.key.mode === 'ionian'),
          )
        : 0;
    return phraseChords(random, at + i * bars * wish.beatsPerBar, bars, cadence, first, phraseKey, wish);
  });
  const phrases = plan.cadences.map((cadence, i) => ({ at: at + i * bars * wish.beatsPerBar, beats: bars * wish.beatsPerBar, cadence }));
  return { ...plan, at, beats: plan.bars * wish.beatsPerBar, chords: spans.flat(), phrases };
}

/** The chords of one phrase: it begins on the degree `first`, and ends with the cadence. */
export function phraseChords(
  random: Random,
  at: number,
  bars: number,
  cadence: Cadence,
  first: number,
  key: KeyOf,
  wish: Omit<HarmonyWish, 'seed' | 'key'>,
): readonly RootedSpan[] {
  const lengths = chordLengths(bars, wish);
  const degrees = progression(random, key.mode, lengths.length, cadence, first);
  let beat = at;
  return degrees.map((degree, i) => {
    const beats = nth(lengths, i);
    const span = { at: beat, beats, ...chordOn(key, degree, wish.colour), rooted: i === 0 || i >= degrees.length - 2 };
    beat += beats;
    return span;
  });
}

/** Lengths in beats. The last chord of a phrase has its last bar, however often chords change before. */
function chordLengths(bars: number, { beatsPerBar, barsPerChord }: Pick<HarmonyWish, 'beatsPerBar' | 'barsPerChord'>): readonly number[] {
  const before = bars - 1;
  const usual = Math.max(1, barsPerChord);
  const whole = Array.from({ length: Math.floor(before / usual) }, () => usual * beatsPerBar);
  const rest = before * beatsPerBar - whole.reduce((sum, each) => sum + each, 0);
  const filled = rest > 0 ? [...whole, rest] : whole;
  const split = barsPerChord < 1 && mod(beatsPerBar, 2) === 0 ? filled.flatMap((beats) => [beats / 2, beats / 2]) : filled;
  return [...split, beatsPerBar];
}
