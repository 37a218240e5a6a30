import type { Random } from '../../../shared/random.ts';
import { mod, nth } from '../dice.ts';
import type { ChordSpan, Line, Note } from '../score.ts';
import { areParallel } from '../theory/parallels.ts';
import { followsWell, isSingable, leapCost } from './leaps.ts';

/** Where a note of a line is to sound, and what is wanted of it. */
export type Slot = {
  readonly at: number;
  readonly beats: number;
  readonly chord: ChordSpan;
  /** 0 (off the beat) to 1 (the first beat of a bar). */
  readonly weight: number;
  /** The pitch to aim at, and how much it matters. */
  readonly target: number;
  readonly pull: number;
  /** The only pitch classes allowed. */
  readonly goal?: readonly number[];
};

/** What a line keeps to: its range, the other voices, and a cost of one's own for a pitch. */
export type LineRules = {
  readonly range: readonly [number, number];
  readonly others: readonly Line[];
  readonly cost?: (slot: Slot, pitch: number, before: number | undefined) => number;
};

/** The way so far: the last two notes count for what may follow. */
export type LineState = { readonly last: Note | undefined; readonly leap: number; readonly chordal: boolean };
type Way = LineState & { readonly cost: number; readonly note: Note | undefined; readonly before: Way | undefined };
/** What another voice does at a slot: its pitch just before, and at it. */
type Motion = readonly [number, number];

const WIDTH = 14;
/** After a rest this long, in beats, what was before no longer makes parallels. */
export const MEMORY_BEATS = 1;
export const START: LineState = { last: undefined, leap: 0, chordal: true };

/**
 * Finds a line through the slots by beam search: singable, mostly in steps, with chord tones on the strong beats, near its targets, and
 * without parallel fifths and octaves to the other voices. A slot that no note fits is left out.
 */
export function lineThrough(
  random: Random,
  slots: readonly Slot[],
  from: LineState,
  rules: LineRules,
): { readonly notes: Line; readonly state: LineState } {
  const beams: (readonly Way[])[] = [[{ ...from, cost: 0, note: undefined, before: undefined }]];
  for (const slot of slots) {
    const motions = rules.others.flatMap((other) => motionAt(other, slot.at));
    // A note that must come is reached from further back, if need be: then the notes between are the ones that are left out.
    const back = slot.goal ? beams.length : 1;
    for (let k = 1; k <= back; k += 1) {
      const next = nth(beams, -k).flatMap((way) => continuations(way, slot, motions, rules, random));
      if (next.length === 0) continue;
      beams.splice(beams.length - k + 1, k - 1, best(next));
      break;
    }
  }
  const winner = nth(beams, -1).reduce((least, each) => (each.cost < least.cost ? each : least));
  return { notes: unrolled(winner), state: { last: winner.last, leap: winner.leap, chordal: winner.chordal } };
}

function unrolled(end: Way): Line {
  const notes: Note[] = [];
  for (let way: Way | undefined = end; way; way = way.before) if (way.note) notes.unshift(way.note);
  return notes;
}

function best(ways: readonly Way[]): readonly Way[] {
  const kept = new Map<string, Way>();
  for (const way of [...ways].sort((a, b) => a.cost - b.cost)) {
    const id = `${way.last?.pitch} ${way.leap}`;
    if (!kept.has(id)) kept.set(id, way);
    if (kept.size === WIDTH) break;
  }
  return [...kept.values()];
}

function continuations(way: Way, slot: Slot, motions: readonly Motion[], { range, cost }: LineRules, random: Random): readonly Way[] {
  const { last } = way;
  const linked = last && slot.at - (last.at + last.beats) < MEMORY_BEATS;
  const found: Way[] = [];
  for (let pitch = range[0]; pitch <= range[1]; pitch += 1) {
    if (!(slot.goal ?? slot.chord.scale).includes(pitch % 12)) continue;
    const leap = last ? pitch - last.pitch : 0;
    if (last && !(isSingable(last.pitch, pitch, slot.chord) && followsWell(way.leap, leap))) continue;
    if (linked && motions.some(([before, after]) => areParallel(last.pitch, pitch, before, after))) continue;
    const chordal = slot.chord.tones.includes(pitch % 12);
    if (!way.chordal && (leap === 0 || Math.abs(leap) > 2)) continue;
    const price = pitchCost(slot, pitch, chordal, range) + leapCost(way.leap, leap) + approach(chordal, leap, last) + random() * 0.7;
    const note = { at: slot.at, beats: slot.beats, pitch };
    found.push({ last: note, leap, chordal, note, before: way, cost: way.cost + price + (cost?.(slot, pitch, last?.pitch) ?? 0) });
  }
  return found;
}

/** A note outside the chord is reached by step, since it passes or leans. */
const approach = (chordal: boolean, leap: number, last: Note | undefined): number =>
  chordal || !last ? 0 : Math.abs(leap) > 2 ? 6 : leap === 0 ? 3 : 0;

function pitchCost(
  { chord, beats, weight, target, pull }: Slot,
  pitch: number,
  chordal: boolean,
  [low, high]: readonly [number, number],
): number {
  const edge = Math.max(0, low + 2 - pitch) + Math.max(0, pitch - high + 2);
  const outside = chordal ? 0 : 0.6 + 3.5 * weight + (beats >= 1.5 ? 4 : 0) + (grates(pitch, chord) && beats >= 1 ? 3 : 0);
  return pull * Math.abs(pitch - target) + outside + 0.4 * edge;
}

/** A semitone above a tone of the chord. */
const grates = (pitch: number, { tones }: ChordSpan): boolean => tones.includes(mod(pitch - 1, 12));

/** The pitch that a line has at a beat; the note may have ended up to `MEMORY_BEATS` ago. */
export function soundingAt(line: Line, at: number): number | undefined {
  const index = lastStart(line, at);
  const note = index < 0 ? undefined : nth(line, index);
  return note && at - (note.at + note.beats) < MEMORY_BEATS ? note.pitch : undefined;
}

const EPSILON = 1e-6;

/** The other voice's pitches just before a beat and at it; nothing if it is silent in one of them. */
export function motionAt(line: Line, at: number): readonly Motion[] {
  const before = soundingAt(line, at - EPSILON * 10);
  const after = soundingAt(line, at);
  return before === undefined || after === undefined || before === after ? [] : [[before, after]];
}

/** The index of the last note that begins at a beat or before it; -1 if all begin later. */
function lastStart(line: Line, at: number): number {
  let [low, high] = [0, line.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((line[middle]?.at ?? Number.POSITIVE_INFINITY) <= at + EPSILON) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
