import type { Emotion } from '../../domain/emotion.ts';
import type { StyleName } from './styles/ensembles.ts';

/** A note as it is written: `at` and `beats` in quarter notes from the start of the piece, `pitch` a MIDI note number (60 is middle C). */
export type Note = { readonly at: number; readonly beats: number; readonly pitch: number };
/** One voice: notes in order of time that do not overlap. */
export type Line = readonly Note[];
/** A note as it is played: a little early or late, and with a velocity from 0 to 1. */
export type PlayedNote = Note & { readonly velocity: number };

/**
 * What the piece is made of, before anybody plays it. `inner` are the three upper voices of the chords, from low to high, and `root` is the
 * bass note of each chord; both change only when the chord changes. `bass` is what the bass really plays.
 */
export type Voices = {
  readonly melody: Line;
  readonly counter: Line;
  readonly inner: readonly Line[];
  readonly root: Line;
  readonly bass: Line;
};

/** A MIDI controller set to a value (0 to 127) at a beat. */
export type ControlChange = { readonly at: number; readonly controller: number; readonly value: number };

/** What one instrument plays. `program` is its number in General MIDI, from 0; percussion has none. `pan` is 0 (left) to 127. */
export type ScorePart = {
  readonly name: string;
  readonly program: number;
  readonly percussion: boolean;
  readonly volume: number;
  readonly pan: number;
  readonly notes: readonly PlayedNote[];
  readonly controls: readonly ControlChange[];
};

/** How a phrase ends: V to I, on V, IV to I, or by the cadence of a mode without a leading note (such as ♭VII to I). */
export type Cadence = 'authentic' | 'half' | 'plagal' | 'modal';

/** A chord with its place in time. `tones` are pitch classes from the root upwards; `degree` counts from 0, the tonic. */
export type ChordSpan = {
  readonly at: number;
  readonly beats: number;
  readonly degree: number;
  readonly tones: readonly number[];
  /** The pitch classes that a melody may use over it. */
  readonly scale: readonly number[];
};

/** A phrase: where it begins and ends, in beats, and its cadence. */
export type PhraseSpan = { readonly at: number; readonly beats: number; readonly cadence: Cadence };
/** A part of the form. `letter` says which theme it brings. */
export type SectionSpan = { readonly at: number; readonly beats: number; readonly letter: string; readonly intensity: number };

export const MODES = ['ionian', 'lydian', 'mixolydian', 'dorian', 'aeolian'] as const;
export type ModeName = (typeof MODES)[number];

/** A whole piece: what it is, what is written, and how it is played. */
export type Score = {
  readonly mood: Emotion;
  readonly energy: number;
  readonly seed: number;
  readonly style: StyleName;
  readonly tonic: string;
  readonly mode: ModeName;
  /** Quarter notes a minute, before any slowing down. */
  readonly tempo: number;
  readonly beatsPerBar: number;
  readonly beats: number;
  readonly sections: readonly SectionSpan[];
  readonly phrases: readonly PhraseSpan[];
  readonly chords: readonly ChordSpan[];
  readonly voices: Voices;
  readonly parts: readonly ScorePart[];
  /** The tempo from each of these beats on. */
  readonly tempos: readonly { readonly at: number; readonly bpm: number }[];
};

/** How long the piece lasts, in seconds. */
export function secondsOf({ beats, tempos }: Pick<Score, 'beats' | 'tempos'>): number {
  return tempos.reduce((sum, { at, bpm }, i) => {
    const until = tempos[i + 1]?.at ?? beats;
    return sum + ((until - at) * 60) / bpm;
  }, 0);
}
