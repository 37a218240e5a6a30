import type { Random } from '../../../shared/random.ts';
import { between } from '../../../shared/random.ts';
import { nth, oneOf } from '../dice.ts';
import type { Cadence } from '../score.ts';

/** What a section is for. `letter` A is the theme, B and C contrast with it. */
export type SectionPlan = {
  readonly letter: 'intro' | 'A' | 'B' | 'C' | 'coda';
  readonly bars: number;
  /** Which time this letter comes, from 0. */
  readonly time: number;
  /** How full it sounds, 0 to 1. */
  readonly intensity: number;
  readonly cadences: readonly Cadence[];
};

/** Forms with contrast and return, by their number of sections. A minute has time for one theme only. */
const FORMS: Readonly<Record<number, readonly string[]>> = {
  1: ['A'],
  2: ['AA'],
  3: ['ABA'],
  4: ['AABA', 'ABAA'],
  5: ['AABAA', 'ABACA', 'AABCA'],
  6: ['AABACA', 'AABABA', 'ABACBA'],
  7: ['AABACAA', 'ABACABA', 'AABABCA'],
  8: ['AABACABA', 'AABCAABA', 'ABACAABA'],
  9: ['AABACAABA', 'AABACABAA'],
  10: ['AABAACABAA', 'AABACABACA'],
};
const [FEWEST, MOST] = [1, 10];
/** What very long pieces are made of. */
const ROUND = 'AABACABA';
/** Sections last about this long, in seconds: eight bars, or sixteen of quick music. */
const LONG_BAR_S = 2.9;

/** What the form needs to know. `fullness` (-0.2 to 0.2) makes all of it fuller or thinner. */
export type FormWish = { readonly seconds: number; readonly tempo: number; readonly beatsPerBar: number; readonly fullness: number };

/** Plans a piece: an introduction, sections with contrast and return, and an end; about as long as wished, in whole sections. */
export function formOf(random: Random, { seconds, tempo, beatsPerBar, fullness }: FormWish): readonly SectionPlan[] {
  const barSeconds = (60 * beatsPerBar) / tempo;
  const bars = barSeconds > LONG_BAR_S ? 8 : 16;
  const count = Math.round((seconds / barSeconds - 4 - 6) / bars);
  const letters = [...lettersFor(random, Math.max(FEWEST, count))] as ('A' | 'B' | 'C')[];
  const middle = letters.map((letter, i) => ({
    letter,
    bars,
    time: letters.slice(0, i).filter((each) => each === letter).length,
    intensity: Math.max(0.2, Math.min(1, intensityOf(letters, i, random) + fullness)),
    cadences: cadencesOf(letter, bars, i === letters.length - 1, random),
  }));
  return [
    { letter: 'intro', bars: 4, time: 0, intensity: 0.15, cadences: ['half'] },
    ...middle,
    { letter: 'coda', bars: 6, time: 0, intensity: 0.2, cadences: ['plagal'] },
  ];
}

/** Which theme each of `count` sections brings. */
function lettersFor(random: Random, count: number): string {
  if (count <= MOST) return oneOf(random, FORMS[count] ?? ['ABA']);
  return `${ROUND.repeat(Math.ceil(count / ROUND.length)).slice(0, count - 1)}A`;
}

/** Rises to a climax after two thirds, with a dip before it, and falls to the end. */
function intensityOf(letters: readonly string[], index: number, random: Random): number {
  const place = letters.length === 1 ? 0 : index / (letters.length - 1);
  const arc = place < 0.7 ? 0.3 + (0.6 * place) / 0.7 : 0.9 - (0.5 * (place - 0.7)) / 0.3;
  const dip = nth(letters, index) === 'C' ? -0.3 : nth(letters, index) === 'B' ? -0.05 : 0;
  return arc + dip + between(random, -0.06, 0.06);
}

/** The cadence of each phrase of eight bars or, in a section of eight, of four. The first half stays open, the second closes. */
function cadencesOf(letter: string, bars: number, isLast: boolean, random: Random): readonly Cadence[] {
  const open: Cadence = oneOf(random, ['half', 'half', 'plagal']);
  if (letter === 'A' || isLast) return [open, oneOf(random, ['authentic', 'authentic', isLast ? 'authentic' : 'modal'])];
  // A contrasting section ends on the dominant and leads back to the theme.
  return bars === 8 ? ['authentic', 'half'] : [oneOf(random, ['authentic', 'plagal']), 'half'];
}
