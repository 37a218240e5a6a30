import type { Random } from '../../../shared/random.ts';
import { chance, dice, oneOf } from '../dice.ts';
import type { HarmonicSection } from '../form/harmony.ts';
import type { Line } from '../score.ts';
import type { LineState, Slot } from './line.ts';
import { lineThrough, START, soundingAt } from './line.ts';
import { chordUnder, weightOf, within } from './melody.ts';

/** What a second voice is made for: it plays in the sections that are full enough for it. */
export type CounterWish = {
  readonly seed: number;
  readonly sections: readonly HarmonicSection[];
  readonly melody: Line;
  readonly beatsPerBar: number;
  readonly range: readonly [number, number];
  readonly others: readonly Line[];
  /** From which intensity it plays. */
  readonly from: number;
};

/** A second voice that moves where the melody rests and rests where it moves, and rather against it than with it. */
export const counterOf = (wish: CounterWish): Line => counterFrom(START, wish).line;

/** The same, going on after what it has played before. */
export function counterFrom(before: LineState, wish: CounterWish): { readonly line: Line; readonly state: LineState } {
  let state = before;
  const rules = { range: wish.range, others: [wish.melody, ...wish.others], cost: costAgainst(wish.melody) };
  const line = wish.sections.flatMap((section) => {
    if (section.intensity < wish.from || section.letter === 'intro' || section.letter === 'coda') return [];
    const random = dice(wish.seed, `counter ${section.letter} ${section.time}`);
    const slots = bars(section, wish.beatsPerBar).flatMap((at) => barSlots(random, at, section, wish));
    const { notes, state: next } = lineThrough(random, slots, state, rules);
    state = next;
    return notes;
  });
  return { line, state };
}

const bars = ({ at, beats }: HarmonicSection, beatsPerBar: number): readonly number[] =>
  Array.from({ length: beats / beatsPerBar }, (_, i) => at + i * beatsPerBar);

/** Rhythms for a bar in which the melody is busy and one in which it is not: where notes begin, in beats. */
const RHYTHMS = {
  4: {
    busy: [[0], [2], [0, 2], [1]],
    calm: [
      [0, 1, 2, 3],
      [0, 2, 3],
      [1, 2, 3],
      [0.5, 1, 2, 3],
      [0, 1.5, 2, 3],
    ],
  },
  3: {
    busy: [[0], [1], [0, 2]],
    calm: [
      [0, 1, 2],
      [1, 2],
      [0, 1.5, 2],
    ],
  },
};

function barSlots(random: Random, at: number, section: HarmonicSection, { melody, beatsPerBar, range }: CounterWish): readonly Slot[] {
  const isBusy = within(melody, at, beatsPerBar).length > 2;
  if (isBusy && chance(random, 0.25)) return [];
  const rhythm = oneOf(random, RHYTHMS[beatsPerBar === 3 ? 3 : 4][isBusy ? 'busy' : 'calm']);
  const middle = (range[0] + range[1]) / 2;
  return rhythm.map((start, i) => {
    const beats = (rhythm[i + 1] ?? beatsPerBar) - start;
    const chord = chordUnder(section.chords, at + start, beats);
    const weight = 0.3 + 0.6 * weightOf(start, beatsPerBar);
    return { at: at + start, beats, chord, weight, target: middle, pull: 0.12 };
  });
}

const HARSH = [1, 2, 6, 10, 11];

/** Dear are harsh intervals on strong beats, unisons, crossing the melody and moving along with it. */
function costAgainst(melody: Line): (slot: Slot, pitch: number, before: number | undefined) => number {
  return ({ at, weight }, pitch, before) => {
    const sung = soundingAt(melody, at);
    if (sung === undefined) return 0;
    const sungBefore = soundingAt(melody, at - 0.01) ?? sung;
    const interval = (((sung - pitch) % 12) + 12) % 12;
    const harsh = HARSH.includes(interval) ? 3 * weight : interval === 0 ? 1.5 : 0;
    const crossing = pitch > sung - 3 ? 4 : 0;
    const along = before !== undefined && sung !== sungBefore && sung > sungBefore === pitch > before ? 0.8 : 0;
    return harsh + crossing + along;
  };
}
