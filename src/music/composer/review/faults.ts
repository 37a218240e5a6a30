import { mod, nth } from '../dice.ts';
import type { ChordSpan, Line, Note, Score } from '../score.ts';
import type { Written } from './joined.ts';

/** Faults of craft in a score. All are 0 in a good one. */
export type Faults = {
  /** Pairs of voices that move in parallel fifths, octaves or unisons. */
  readonly parallels: number;
  /** Melodic steps that a singer would not sing: tritones, sevenths, more than an octave, and large leaps that do not turn back. */
  readonly leaps: number;
  /** Cadences that do not arrive: a closed one whose last chord is not the tonic in root position, or whose melody ends beside it. */
  readonly cadences: number;
};

/** Counts the faults of a score. It knows nothing of how the score was made: it looks only at the notes. */
export const faultsOf = (score: Written): Faults => ({
  parallels: parallelsIn(score),
  leaps: leapsIn(score.voices.melody) + leapsIn(score.voices.counter),
  cadences: score.phrases.filter((phrase) => !arrives(phrase, score)).length,
});

function parallelsIn({ voices }: Written): number {
  const { melody, counter, inner, root, bass } = voices;
  const chordal = [root, ...inner];
  const pairs = [
    ...pairsOf(chordal),
    ...[melody, counter].flatMap((line) => [...chordal, bass].map((other) => [line, other] as const)),
    [melody, counter] as const,
  ];
  return pairs.reduce((sum, [a, b]) => sum + parallelsBetween(a, b), 0);
}

const pairsOf = (lines: readonly Line[]): readonly (readonly [Line, Line])[] =>
  lines.flatMap((a, i) => lines.slice(i + 1).map((b) => [a, b] as const));

type Move = { readonly from: number; readonly to: number };

/** How a line moves into each of its notes, by the note's place in thousandths of a beat. A rest of a beat or more ends the motion. */
function movesOf(line: Line): ReadonlyMap<number, Move> {
  const moves = line.slice(1).flatMap((note, i): (readonly [number, Move])[] => {
    const before = nth(line, i);
    return note.at - (before.at + before.beats) < 1 - 1e-6 ? [[Math.round(note.at * 1000), { from: before.pitch, to: note.pitch }]] : [];
  });
  return new Map(moves);
}

function parallelsBetween(a: Line, b: Line): number {
  const other = movesOf(b);
  return [...movesOf(a)].filter(([at, move]) => {
    const with_ = other.get(at);
    return with_ !== undefined && isParallel(move, with_);
  }).length;
}

function isParallel(a: Move, b: Move): boolean {
  const before = Math.abs(a.from - b.from) % 12;
  const after = Math.abs(a.to - b.to) % 12;
  const together = Math.sign(a.to - a.from) === Math.sign(b.to - b.from) && a.to !== a.from;
  return together && before === after && (before === 0 || before === 7);
}

const FORBIDDEN = [6, 10, 11];

function leapsIn(line: Line): number {
  return line.slice(1).filter((note, i) => {
    const leap = note.pitch - nth(line, i).pitch;
    const size = Math.abs(leap);
    const next = line[i + 2] ? nth(line, i + 2).pitch - note.pitch : undefined;
    const turnsBack = next === undefined || (next !== 0 && Math.sign(next) !== Math.sign(leap));
    return size > 12 || FORBIDDEN.includes(size) || (size > 7 && !turnsBack);
  }).length;
}

function arrives({ at, beats, cadence }: Score['phrases'][number], { chords, voices, phrases }: Written): boolean {
  const end = at + beats;
  const last = nth(
    chords.filter((chord) => chord.at < end - 1e-6),
    -1,
  );
  const sung = nth([...voices.melody.filter((note) => note.at >= at && note.at < end), { at: -1, beats: 0, pitch: -1 }], -2);
  const bass = voices.root.find((note) => note.at === last.at);
  const rooted = bass !== undefined && mod(bass.pitch, 12) === nth(last.tones, 0);
  const settled = sung === undefined || sung.pitch < 0 || fits(sung, last);
  if (cadence !== 'half') return last.degree === 0 && rooted && settled;
  const goesOn = phrases.some((phrase) => phrase.at === end);
  return last.degree !== 0 && rooted && settled && goesOn;
}

const fits = ({ pitch }: Note, { tones }: ChordSpan): boolean => tones.slice(0, 3).includes(mod(pitch, 12));
