import type { Random } from '../../../shared/random.ts';
import type { Character } from '../character.ts';
import { chance, dice, mod, nth, oneOf } from '../dice.ts';
import type { HarmonicSection } from '../form/harmony.ts';
import type { Cadence, ChordSpan, Line, Note, PhraseSpan } from '../score.ts';
import type { LineState, Slot } from './line.ts';
import { lineThrough, START } from './line.ts';
import type { Theme, ThemeNote } from './themes.ts';
import { themeOf } from './themes.ts';

/** What a melody is made for. `others` are the voices that it must not run in parallel with. */
export type MelodyWish = {
  readonly seed: number;
  readonly sections: readonly HarmonicSection[];
  readonly character: Character;
  readonly beatsPerBar: number;
  readonly range: readonly [number, number];
  readonly others: readonly Line[];
};

/** How strongly a note is drawn to its theme: the first time loosely, when the theme comes back much more. */
const PULL = { first: 0.32, again: 1.1 };

/** What a melody has sung so far: its themes, how each sounded the first time (pitch by beat of the section), and its last notes. */
export type MelodyMemory = {
  readonly themes: ReadonlyMap<string, Theme>;
  readonly known: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly state: LineState;
};
export const NOTHING_SUNG: MelodyMemory = { themes: new Map(), known: new Map(), state: START };

/** Sings the themes over the harmony, section by section: the first time as invented, later varied. */
export const melodyOf = (wish: MelodyWish): Line => melodyFrom(NOTHING_SUNG, wish).line;

/** The same, going on after what has been sung before. */
export function melodyFrom(before: MelodyMemory, wish: MelodyWish): { readonly line: Line; readonly memory: MelodyMemory } {
  let memory = before;
  const line = wish.sections.flatMap((section) => {
    const sung = sungSection(memory, section, wish);
    memory = sung.memory;
    return sung.line;
  });
  return { line, memory };
}

function sungSection(memory: MelodyMemory, section: HarmonicSection, wish: MelodyWish): ReturnType<typeof melodyFrom> {
  const { themes, known, state: from } = memory;
  const { letter } = section;
  if (letter === 'intro') return { line: [], memory };
  const theme = themes.get(letter) ?? (letter === 'coda' ? codaTheme(themes.get('A'), section, wish) : newTheme(letter, section, wish));
  const sung = known.get(letter) ?? (letter === 'coda' ? known.get('A') : undefined);
  const random = dice(wish.seed, `melody ${letter} ${section.time}`);
  const slots = slotsOf(varied(theme.notes, section, random), section, sung, wish);
  const { notes, state } = lineThrough(random, slots, from, wish);
  const first = new Map(notes.map(({ at, pitch }) => [at - section.at, pitch]));
  return {
    line: notes,
    memory: { themes: new Map(themes).set(letter, theme), known: known.has(letter) ? known : new Map(known).set(letter, first), state },
  };
}

function newTheme(letter: string, { bars, phrases }: HarmonicSection, { seed, character, beatsPerBar }: MelodyWish): Theme {
  const random = dice(seed, `theme ${letter}`);
  const { density, syncopation } = character;
  const richer = { A: 1, B: oneOf(random, [0.75, 1.15]), C: 1.25 }[letter] ?? 1;
  const anchor = { A: 0, B: oneOf(random, [2, 3, -2]), C: oneOf(random, [-2, 1]) }[letter] ?? 0;
  const wish = {
    beatsPerBar,
    barsPerPhrase: bars / phrases.length,
    phrases: phrases.length,
    density: density * richer,
    syncopation,
    anchor,
  };
  return themeOf(random, wish);
}

/** The head of the first theme, once more, and a last long note. */
function codaTheme(first: Theme | undefined, { bars }: HarmonicSection, { beatsPerBar }: MelodyWish): Theme {
  const head = (first?.notes ?? []).filter(({ at }) => at < 2 * beatsPerBar).map(({ at, beats, step }) => ({ at, beats, step }));
  const last = { at: (bars - 1) * beatsPerBar, beats: beatsPerBar, step: 0, closes: true } as const;
  const step = { at: (bars - 2) * beatsPerBar, beats: beatsPerBar, step: 1 };
  return { notes: [...head, step, last], phraseBeats: bars * beatsPerBar };
}

/** The theme as it comes back: some long notes are divided, some short ones left out. The first time is as it was invented. */
function varied(notes: readonly ThemeNote[], { time }: HarmonicSection, random: Random): readonly ThemeNote[] {
  if (time === 0) return notes;
  const likely = Math.min(0.3, 0.12 + 0.05 * time);
  return notes.flatMap((note, i) => {
    if (note.closes || !chance(random, likely)) return [note];
    if (note.beats >= 1) return divided(note, random);
    const isWeak = mod(note.at, 1) !== 0 && i > 0;
    return isWeak ? [] : [note];
  });
}

function divided(note: ThemeNote, random: Random): readonly ThemeNote[] {
  const first = note.beats === 1 ? 0.5 : oneOf(random, [note.beats / 2, note.beats - 0.5]);
  const rest = { at: note.at + first, beats: note.beats - first, step: note.step + oneOf(random, [-1, 1]) };
  return [{ ...note, beats: first }, rest];
}

const SEMITONES_PER_STEP = 12 / 7;

function slotsOf(
  notes: readonly ThemeNote[],
  section: HarmonicSection,
  sung: ReadonlyMap<number, number> | undefined,
  { beatsPerBar, range, character }: MelodyWish,
): readonly Slot[] {
  const middle = (range[0] + range[1]) / 2 + character.register / 2 - 1;
  return notes.map(({ at, beats, step, closes }) => {
    const before = sung?.get(at);
    const chord = chordUnder(section.chords, section.at + at, beats);
    const goal = closes && goalOf(chord, cadenceAt(section.phrases, section.at + at), section.letter);
    return {
      ...{ at: section.at + at, beats, chord, weight: weightOf(at, beatsPerBar) },
      target: before ?? middle + step * SEMITONES_PER_STEP,
      pull: before === undefined ? PULL.first : PULL.again,
      ...(goal && { goal }),
    };
  });
}

/** The chord that a note shares most of its time with. */
export function chordUnder(chords: readonly ChordSpan[], at: number, beats: number): ChordSpan {
  const shared = ({ at: from, beats: length }: ChordSpan): number => Math.min(at + beats, from + length) - Math.max(at, from);
  return chords.reduce((most, each) => (shared(each) > shared(most) ? each : most));
}

/** A closed cadence ends on the root or the third, the piece on the root; an open one on any tone of its triad. */
function goalOf({ tones }: ChordSpan, cadence: Cadence, letter: string): readonly number[] {
  if (letter === 'coda') return [nth(tones, 0)];
  return cadence === 'half' ? tones.slice(0, 3) : tones.slice(0, 2);
}

const cadenceAt = (phrases: readonly PhraseSpan[], at: number): Cadence =>
  nth(
    phrases.filter((phrase) => phrase.at <= at),
    -1,
  ).cadence;

/** How strong a place in the bar is, from 0 to 1. */
export function weightOf(at: number, beatsPerBar: number): number {
  const place = mod(at, beatsPerBar);
  if (place === 0) return 1;
  if (mod(place, 1) !== 0) return 0.1;
  return beatsPerBar === 4 && place === 2 ? 0.7 : 0.4;
}

/** The parts of a line within a span of beats. */
export const within = <N extends Note>(line: readonly N[], at: number, beats: number): readonly N[] =>
  line.filter((note) => note.at >= at && note.at < at + beats);
