import type { Character } from '../character.ts';
import { dice, nth } from '../dice.ts';
import type { HarmonicSection } from '../form/harmony.ts';
import type { Line, PhraseSpan, PlayedNote, ScorePart, Voices } from '../score.ts';
import { KITS } from '../styles/patterns.ts';
import type { Musician, Style } from '../styles/style.ts';
import type { Voicing } from '../theory/voicing.ts';
import { compOf } from './comping.ts';
import { drumsOf } from './drums.ts';
import type { Manner } from './performance.ts';
import { asPlayed, pedalled, plucked, sung, swells } from './performance.ts';

/** What is arranged: the voices and chords of a piece, and by whom it is played. */
export type Arrangement = {
  readonly seed: number;
  readonly style: Style;
  readonly character: Character;
  readonly beatsPerBar: number;
  readonly sections: readonly HarmonicSection[];
  readonly voices: Voices;
  readonly voicings: ReadonlyMap<number, Voicing>;
};

/** Players of a groove keep together; those who play freely stray a little more. In beats. */
const LOOSENESS = { free: 0.014, groove: 0.009 };
/** A singer comes a touch after the beat. */
const LATE = 0.008;

/** Gives the voices to the instruments, in the manner of the style. */
export function arranged(piece: Arrangement): readonly ScorePart[] {
  const { seed, style, character, sections, voices, beatsPerBar } = piece;
  const phrases: readonly PhraseSpan[] = sections.flatMap((section) => section.phrases);
  const looseness = style.drums ? LOOSENESS.groove : LOOSENESS.free;
  const manner: Manner = { sections, phrases, swing: style.swing, looseness, dynamics: character.dynamics };
  const take = (name: string, notes: readonly PlayedNote[], late = 0): readonly PlayedNote[] =>
    asPlayed(notes, dice(seed, `play ${name}`), manner, late);
  const own = melodists(piece).map(({ by, line }) => ({
    by,
    notes: take(`melody ${by.name}`, sung(line, character.articulation, manner), LATE),
  }));
  const counter = style.counter && { by: style.counter.by, notes: take('counter', softer(sung(voices.counter, 0.96, manner)), LATE) };
  const comps = style.comps.map((comp, i) => ({
    by: comp.by,
    notes: take(`comp ${i}`, compOf(comp, { ...piece, hasBass: style.bass !== undefined })),
  }));
  const bass = style.bass && { by: style.bass.by, notes: take('bass', plucked(voices.bass, beatsPerBar)) };
  const chords = sections.flatMap((section) => section.chords);
  const parts = [...own, ...(counter ? [counter] : []), ...comps, ...(bass ? [bass] : [])];
  return [...merged(parts).map(({ by, notes }) => partOf(by, notes, chords)), ...percussion(piece, take)].filter(
    ({ notes }) => notes.length > 0,
  );
}

type Playing = { readonly by: Musician; readonly notes: readonly PlayedNote[] };

/** The melody's instruments take turns: the second one has the contrasting sections. */
function melodists({ style, voices, sections }: Arrangement): readonly { readonly by: Musician; readonly line: Line }[] {
  const second = style.melody[1];
  const first = nth(style.melody, 0);
  if (!second) return [{ by: first, line: voices.melody }];
  const isSecond = (at: number): boolean => ['B', 'C'].includes(sections.findLast((section) => section.at <= at)?.letter ?? 'A');
  return [
    { by: first, line: voices.melody.filter(({ at }) => !isSecond(at)) },
    { by: second, line: voices.melody.filter(({ at }) => isSecond(at)) },
  ];
}

const softer = (notes: readonly PlayedNote[]): readonly PlayedNote[] => notes.map((note) => ({ ...note, velocity: note.velocity * 0.82 }));

/** Two hands on one instrument are one part. */
function merged(playing: readonly Playing[]): readonly Playing[] {
  const firsts = playing.filter(({ by }, i) => playing.findIndex((other) => other.by === by) === i);
  return firsts.map(({ by }) => ({ by, notes: playing.filter((each) => each.by === by).flatMap(({ notes }) => notes) }));
}

function partOf(by: Musician, notes: readonly PlayedNote[], chords: readonly { readonly at: number; readonly beats: number }[]): ScorePart {
  const controls = by.sustained ? swells(notes) : by.pedal ? pedalled(chords) : [];
  const { name, program, volume, pan } = by;
  return { name, program, volume, pan, percussion: false, controls, notes: [...notes].sort((a, b) => a.at - b.at) };
}

function percussion(
  { seed, style, sections, beatsPerBar }: Arrangement,
  take: (name: string, notes: readonly PlayedNote[]) => readonly PlayedNote[],
): readonly ScorePart[] {
  if (!style.drums) return [];
  const notes = take('drums', drumsOf(seed, sections, style.drums, beatsPerBar));
  const about = { name: 'Percussion', program: KITS[style.drums.kit].program, percussion: true, volume: style.drums.volume, pan: 64 };
  return [{ ...about, controls: [], notes: [...notes].sort((a, b) => a.at - b.at) }];
}
