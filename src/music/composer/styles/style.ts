import type { Colour } from '../theory/keys.ts';
import type { BassName, CompName, DrumName } from './patterns.ts';

/** A musician with an instrument. `program` is its number in General MIDI, from 0. */
export type Musician = {
  readonly name: string;
  readonly program: number;
  /** 0 to 127. */
  readonly volume: number;
  /** 0 (left) to 127 (right). */
  readonly pan: number;
  /** Its tone is held by breath or bow: it can swell. */
  readonly sustained?: true;
  /** Its tone rings on under a pedal. */
  readonly pedal?: true;
  /** Its tone is short by itself, so notes need not be cut. */
  readonly plucked?: true;
};

/**
 * An accompaniment: who plays which family of patterns, from which intensity on, how many semitones above the written chord, and whether
 * it is the left hand of somebody who also plays the melody.
 */
export type Accompaniment = {
  readonly by: Musician;
  readonly pattern: CompName;
  readonly from: number;
  readonly shift?: number;
  readonly hand?: 'left';
};

/** An ensemble with its manner of playing. */
export type Style<N extends string = string> = {
  readonly name: N;
  /** As it stands in a title: "for piano". */
  readonly label: string;
  readonly beatsPerBar: readonly (3 | 4)[];
  readonly colours: readonly Colour[];
  /** Where in a beat the second eighth note falls: 0.5 is straight, 0.66 a triplet. */
  readonly swing: number;
  /** How freely the tempo breathes, as a share of it. */
  readonly rubato: number;
  readonly melody: readonly Musician[];
  readonly range: readonly [number, number];
  readonly counter?: { readonly by: Musician; readonly from: number; readonly range: readonly [number, number] };
  readonly comps: readonly Accompaniment[];
  readonly bass?: { readonly by: Musician; readonly pattern: BassName; readonly from: number };
  readonly drums?: { readonly kit: DrumName; readonly from: number; readonly volume: number };
};
