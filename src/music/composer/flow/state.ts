import type { Emotion } from '../../../domain/emotion.ts';
import type { LineState } from '../melody/line.ts';
import type { MelodyMemory } from '../melody/melody.ts';
import type { Note, Score } from '../score.ts';
import type { StyleName } from '../styles/ensembles.ts';
import type { Colour, KeyOf } from '../theory/keys.ts';
import type { VoicedChord } from '../theory/voicing.ts';

/** What the music is to become. */
export type FlowWish = {
  readonly mood: Emotion;
  /** 0 (as calm as the mood allows) to 1. */
  readonly energy: number;
  /** The ensemble. Left out: one that suits the mood. */
  readonly style?: StyleName;
  /** The music is to lead somebody on: it gains energy from section to section, and moves to brighter keys. */
  readonly rising?: boolean;
};

/** Music with one mood, one ensemble and one set of themes. The next stretch begins elsewhere, without a break. */
export type Stretch = {
  readonly mood: Emotion;
  readonly wishedStyle: StyleName | undefined;
  readonly style: StyleName;
  readonly seed: number;
  readonly key: KeyOf;
  readonly colour: Colour;
  readonly beatsPerBar: number;
  /** The letters of its sections, in order, and how many of them have been composed. */
  readonly letters: readonly FlowLetter[];
  readonly done: number;
};
export type FlowLetter = 'A' | 'B' | 'C';

/** How the last section ended: what the next one must go on from. Notes are at negative beats, counted back from the joint. */
export type SectionEnd = {
  readonly tempo: number;
  readonly bars: number;
  readonly key: KeyOf;
  readonly chord: VoicedChord;
  readonly root: Note;
  readonly inner: readonly Note[];
  readonly bass: Note | undefined;
  readonly melody: MelodyMemory;
  readonly counter: LineState;
};

/** All that the next section depends on, besides the wish. Plain data. */
export type FlowState = {
  readonly seed: number;
  /** How many sections there have been. */
  readonly count: number;
  readonly stretch?: Stretch;
  readonly end?: SectionEnd;
};

/** Where one section joins the one before: the keys of both, and the pitch classes of the chord that belongs to both. */
export type Joint = { readonly from: KeyOf; readonly to: KeyOf; readonly tones: readonly number[] };

/** Sixteen to thirty-two seconds of music that begins where the last section ended, and may end or go on anywhere. */
export type Section = {
  readonly score: Score;
  /** Absent in the first section. */
  readonly joint?: Joint;
  /** True if a stretch begins here. */
  readonly opens: boolean;
  /** How loud it is to be, in LUFS. */
  readonly loudness: number;
};
