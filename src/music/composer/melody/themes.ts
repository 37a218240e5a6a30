import type { Random } from '../../../shared/random.ts';
import { between } from '../../../shared/random.ts';
import { byWeight, chance, nth, oneOf } from '../dice.ts';
import { barRhythm } from './rhythm.ts';

/** A note of a theme before it meets the harmony: `step` counts scale steps from the theme's middle. */
export type ThemeNote = {
  readonly at: number;
  readonly beats: number;
  readonly step: number;
  /** The last note of a phrase: it belongs to the cadence and is held. */
  readonly closes?: true;
};
/** A theme of one or more phrases of the same length. */
export type Theme = { readonly notes: readonly ThemeNote[]; readonly phraseBeats: number };

/** What a theme is to be like. `density` is in notes a beat; `anchor` moves all of it up by scale steps. */
export type ThemeWish = {
  readonly beatsPerBar: number;
  readonly barsPerPhrase: number;
  readonly phrases: number;
  readonly density: number;
  readonly syncopation: number;
  readonly anchor: number;
};

/** A short thought: two bars of rhythm with a contour. `beats` includes the rests. */
type Idea = { readonly notes: readonly ThemeNote[]; readonly beats: number };

/**
 * Invents a theme. Each phrase is a sentence (an idea, the idea again on another step, its head in sequence, a cadence) or half of a
 * period (an idea, an answer, a cadence), as in W. Caplin, "Classical Form", 1998.
 */
export function themeOf(random: Random, wish: ThemeWish): Theme {
  const idea = ideaOf(random, wish);
  const answer = ideaOf(random, wish);
  const isSentence = chance(random, 0.55);
  const second = oneOf(random, ['answer', 'sequence'] as const);
  const steps = [0, oneOf(random, [-2, -1, 1, 2])];
  const phraseBeats = wish.beatsPerBar * wish.barsPerPhrase;
  const notes = Array.from({ length: wish.phrases }, (_, i) => {
    const isLast = i === wish.phrases - 1;
    // In a short phrase there is room for one idea only: the second phrase brings it elsewhere, or its answer.
    if (wish.barsPerPhrase <= 4 && i > 0) {
      const again = second === 'answer' ? answer.notes : moved(idea.notes, 0, nth(steps, 1));
      return moved([...again, ...close(random, wish, isLast)], i * phraseBeats, 0);
    }
    const body = isSentence ? sentence(idea, nth(steps, 1), random, wish) : period(idea, i % 2 === 0 ? answer : ideaOf(random, wish), wish);
    return moved([...body, ...close(random, wish, isLast)], i * phraseBeats, 0);
  });
  return { notes: moved(notes.flat(), 0, wish.anchor), phraseBeats };
}

const moved = (notes: readonly ThemeNote[], by: number, steps: number): readonly ThemeNote[] =>
  notes.map((note) => ({ ...note, at: note.at + by, step: note.step + steps }));

function ideaOf(random: Random, { beatsPerBar, density, syncopation }: ThemeWish): Idea {
  const first = barRhythm(random, beatsPerBar, beatsPerBar * density * between(random, 0.8, 1.3), syncopation);
  const second = barRhythm(random, beatsPerBar, beatsPerBar * density * between(random, 0.5, 1), syncopation);
  const lengths = [...first, ...second];
  const contour = contourOf(random, lengths.length);
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, each) => sum + each, 0));
  const all = lengths.map((beats, i) => ({ at: nth(starts, i), beats, step: nth(contour, i) }));
  // Now and then the idea begins after the beat.
  const notes = all.length > 4 && chance(random, 0.3) ? all.slice(1) : all;
  return { notes, beats: 2 * beatsPerBar };
}

const STEPS = [
  [-3, 0.4],
  [-2, 1.6],
  [-1, 4],
  [0, 1],
  [1, 4],
  [2, 1.6],
  [3, 0.7],
  [4, 0.35],
] as const;

/** A line of scale steps that stays within a sixth around its start and turns back where it has gone far. */
function contourOf(random: Random, count: number): readonly number[] {
  const contour = [oneOf(random, [-2, -1, 0, 0, 1, 2])];
  while (contour.length < count) {
    const now = nth(contour, -1);
    const weights = STEPS.map(([step, weight]) => [step, Math.abs(now + step) > 4 ? weight * 0.1 : weight] as const);
    contour.push(now + byWeight(random, weights));
  }
  return contour;
}

/** The bars of a phrase before its cadence, which takes the last two. */
const bodyBeats = ({ beatsPerBar, barsPerPhrase }: ThemeWish): number => beatsPerBar * (barsPerPhrase - 2);

function sentence(idea: Idea, step: number, random: Random, wish: ThemeWish): readonly ThemeNote[] {
  const head = idea.notes.filter(({ at }) => at < wish.beatsPerBar);
  const direction = oneOf(random, [-1, 1]);
  const fragments = [1, 2, 3, 4].flatMap((k) => moved(head, 2 * idea.beats + (k - 1) * wish.beatsPerBar, step + direction * k));
  const all = [...idea.notes, ...moved(idea.notes, idea.beats, step), ...fragments];
  return all.filter(({ at }) => at < bodyBeats(wish));
}

function period(idea: Idea, answer: Idea, wish: ThemeWish): readonly ThemeNote[] {
  const all = [...idea.notes, ...moved(answer.notes, idea.beats, 0), ...moved(idea.notes, 2 * idea.beats, 1)];
  return all.filter(({ at }) => at < bodyBeats(wish));
}

/** Two bars: a run to the last note, which is held and leaves time for a breath. */
function close(random: Random, wish: ThemeWish, isLast: boolean): readonly ThemeNote[] {
  const { beatsPerBar, density, syncopation } = wish;
  const lengths = barRhythm(random, beatsPerBar, Math.max(2, beatsPerBar * density * 0.9), syncopation);
  const start = bodyBeats(wish);
  const from = isLast ? oneOf(random, [2, 3, 4]) : oneOf(random, [-1, 1, 3]);
  const run = lengths.map((beats, i) => ({
    at: start + lengths.slice(0, i).reduce((sum, each) => sum + each, 0),
    beats,
    step: Math.round(from * (1 - (i + 1) / (lengths.length + 1))),
  }));
  const breath = beatsPerBar > 3 ? oneOf(random, [1, 1, 1.5]) : 1;
  return [...run, { at: start + beatsPerBar, beats: beatsPerBar - breath, step: isLast ? 0 : 1, closes: true }];
}
