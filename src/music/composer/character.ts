import type { Emotion } from '../../domain/emotion.ts';
import type { Random } from '../../shared/random.ts';
import { between } from '../../shared/random.ts';
import { byWeight, chance } from './dice.ts';
import type { ModeName } from './score.ts';

/**
 * Where music lies in the plane of emotions: `valence` from -1 (unpleasant) to 1 and `arousal` from -1 (calm) to 1 (J. A. Russell, "A
 * circumplex model of affect", 1980).
 */
type Affect = { readonly valence: number; readonly arousal: number };

/** What a mood and an energy mean for the music. */
export type Character = {
  readonly mode: ModeName;
  /** Quarter notes a minute. */
  readonly tempo: number;
  /** How many notes the melody has in a beat, on average. */
  readonly density: number;
  /** How much of its length a melody note sounds: below 0.8 detached, above 0.95 legato. */
  readonly articulation: number;
  /** How strongly everything is played, 0 to 1. */
  readonly dynamics: number;
  /** Semitones by which the melody lies above (or below) its instrument's middle. */
  readonly register: number;
  /** Bars for each chord: 2, 1 or 0.5. */
  readonly barsPerChord: number;
  /** How often notes fall off the beat, 0 to 1. */
  readonly syncopation: number;
};

/**
 * The music for each mood is not the mood itself, but what the paper's section 6.2 answers it with: energetic for the happy, calming for
 * the sad, relaxing for the angry, comforting for the frightened, dynamic for the surprised, ambient for the neutral, gentle for the
 * disgusted.
 */
const TARGETS: Readonly<Record<Emotion, Affect>> = {
  surprise: { valence: 0.6, arousal: 0.8 },
  happy: { valence: 0.8, arousal: 0.55 },
  disgust: { valence: 0.6, arousal: 0.15 },
  neutral: { valence: 0.35, arousal: -0.1 },
  fear: { valence: 0.5, arousal: -0.35 },
  angry: { valence: 0.3, arousal: -0.52 },
  sad: { valence: 0, arousal: -0.7 },
};

/** From the most energetic to the calmest, as intended. */
export const BY_ENERGY: readonly Emotion[] = ['surprise', 'happy', 'disgust', 'neutral', 'fear', 'angry', 'sad'];

/** Major and its relatives sound pleasant and minor ones less so (Gabrielsson and Lindström, 2010, table 14.2). */
// biome-ignore format: a mood a line
const MODES_BY_MOOD: Readonly<Record<Emotion, readonly (readonly [ModeName, number])[]>> = {
  surprise: [['ionian', 14], ['mixolydian', 1], ['lydian', 1]],
  happy: [['ionian', 12], ['mixolydian', 1]],
  disgust: [['ionian', 12], ['mixolydian', 1]],
  neutral: [['ionian', 12], ['dorian', 1], ['lydian', 1]],
  fear: [['ionian', 14], ['mixolydian', 1]],
  angry: [['ionian', 8], ['aeolian', 3], ['dorian', 1]],
  sad: [['aeolian', 5], ['ionian', 3]],
};

/** How far the energy (0 to 1) moves the arousal, from one end to the other. */
const REACH_OF_ENERGY = 0.5;

/**
 * The musical features of a mood. The directions are those that studies agree on: arousal goes with tempo, loudness, detached notes, many
 * notes and a high register; valence with major modes, a high register and a lively rhythm (P. N. Juslin and P. Laukka, "Expression,
 * perception, and induction of musical emotions", 2004; A. Gabrielsson and E. Lindström, "The role of structure in the musical expression
 * of emotions", 2010).
 */
export function characterOf(mood: Emotion, energy: number, random: Random): Character {
  const { valence, arousal } = TARGETS[mood];
  const lively = Math.max(-1, Math.min(1, arousal + (energy - 0.5) * REACH_OF_ENERGY));
  return {
    mode: byWeight(random, MODES_BY_MOOD[mood]),
    tempo: Math.round((93 + 40 * lively) * between(random, 0.97, 1.03)),
    density: 0.85 + 0.4 * lively,
    articulation: 0.9 - 0.12 * lively,
    dynamics: 0.6 + 0.2 * lively,
    register: Math.round(2 * lively + 2 * valence),
    barsPerChord: chance(random, 0.25) ? chordSpan(lively) : 1,
    syncopation: Math.max(0.05, 0.3 + 0.3 * lively + 0.1 * valence),
  };
}

/** Bars for each chord where it is not one: lively music may change it twice a bar, calm music every other bar. */
const chordSpan = (lively: number): number => (lively > 0.35 ? 0.5 : lively < -0.45 ? 2 : 1);
