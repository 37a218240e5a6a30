import type { EmotionScores } from '../domain/emotion.ts';
import { EMOTIONS, scoresBy, sumOfScores } from '../domain/emotion.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';

/** Natural logarithms of the odds of each emotion against neutral, in the order of EMOTIONS; that of neutral itself is 0. */
export type LogOdds = readonly number[];

/**
 * What one face usually looks like. `samples` are its latest single readings, at most SAMPLES; `undefined` stands for a reading that
 * showed an expression and says nothing about the neutral face. `offset` is how far the face's usual odds exceed REFERENCE, bounded.
 */
export type Baseline = { readonly samples: readonly (LogOdds | undefined)[]; readonly offset: LogOdds; readonly at: Instant };

/** The median answer of these weights to a surely neutral face (FER-2013's Training part, `src/bench/baseline/measure.mjs`). */
export const REFERENCE = { weights: 'pair-db2a4160', odds: [-6.44, -8.3, -9.37, -6.67, -3.48, -7.6, 0] } as const;

/** A face is sampled at this interval, and its last five minutes are kept. */
const EVERY = ms(5000);
const SAMPLES = 60;
/**
 * An expression that the correction finds in a neutral reading is probably real. Such readings are sampled at this longer interval, so that
 * the face's baseline does not soon absorb the expression.
 */
const SELDOM = ms(30_000);
/** The correction begins after half a minute of neutral samples, and has full weight after two and a half minutes. */
const [FEW, ENOUGH] = [6, 30];
/** A baseline is learned only while this share of all samples, and of the last minute's, is neutral; an expression leaves it unchanged. */
const MOSTLY = 0.6;
const RECENT = 12;
/** A reading is surely neutral while neutral leads each expression by 3 to 2. */
const NEUTRAL = Math.log(2 / 3);
/** From odds of 3 to 2 an expression is lowered less, and from 4 to 1, when it is clear, not at all. */
const [SURE, CLEAR] = [Math.log(3 / 2), Math.log(4)];
/** How far the logarithm of the odds may be raised or lowered: a factor of 7.4 or 2.7 in the odds. */
const [RAISE, LOWER] = [2, 1];
/** A face that is covered says nothing of anybody's neutral expression: the scores of a reading add up to this at least. */
const READABLE = 0.5;
/** Smaller scores count as this one, because the logarithm of 0 is not a number. */
const LEAST = 1e-6;

/** The baseline after one more reading of a single frame. Pure; most calls return `before` unchanged. */
export function learned(before: Baseline | undefined, scores: EmotionScores, at: Instant): Baseline {
  const readable = sumOfScores(scores) >= READABLE;
  if (before && !(readable && isDue(before, scores, elapsed(before.at, at)))) return before;
  const sample = readable && isNeutral(scores) ? logOdds(scores) : undefined;
  const samples = [...(before?.samples ?? []), sample].slice(-SAMPLES);
  return { samples, offset: offsetOf(samples) ?? before?.offset ?? [], at };
}

/**
 * The scores that this face would have if its neutral expression were the usual one. They add up to what they added up to before: how well
 * a face can be read has nothing to do with its baseline. An expression that leads clearly is never lowered. Without a baseline, or with a
 * young one, the scores stay as they are.
 */
export function readAgainst(scores: EmotionScores, baseline: Baseline | undefined): EmotionScores {
  const offset = baseline?.offset ?? [];
  if (offset.every((each) => each === 0)) return scores;
  const odds = logOdds(scores);
  const weights = EMOTIONS.map((emotion, index) => scores[emotion] * Math.exp(-correction(offset[index] ?? 0, odds[index] ?? 0)));
  const total = weights.reduce((sum, each) => sum + each, 0);
  const before = sumOfScores(scores);
  return total > 0 ? scoresBy((_emotion, index) => (before * (weights[index] ?? 0)) / total) : scores;
}

/** How much to subtract: the whole offset up to SURE, fading to nothing at CLEAR. Raising never fades. */
const correction = (offset: number, odds: number): number =>
  offset < 0 ? offset : offset * Math.min(1, Math.max(0, (CLEAR - odds) / (CLEAR - SURE)));

function isDue(before: Baseline, scores: EmotionScores, waited: Ms): boolean {
  if (waited < EVERY) return false;
  return waited >= SELDOM || !isNeutral(scores) || isNeutral(readAgainst(scores, before));
}

const isNeutral = (scores: EmotionScores): boolean =>
  logOdds(scores).every((odds, index) => EMOTIONS[index] === 'neutral' || odds <= NEUTRAL);

/** The offset that the samples show; `undefined` if too few of them are neutral. */
function offsetOf(samples: Baseline['samples']): LogOdds | undefined {
  const neutral = neutralOf(samples);
  if (!isMostlyNeutral(samples) || !isMostlyNeutral(samples.slice(-RECENT))) return undefined;
  const trust = Math.min(1, Math.max(0, (neutral.length - FEW) / (ENOUGH - FEW)));
  return REFERENCE.odds.map((usual, index) => {
    const own = median(neutral.map((sample) => sample[index] ?? usual));
    return trust * Math.min(LOWER, Math.max(-RAISE, own - usual));
  });
}

const neutralOf = (samples: Baseline['samples']): readonly LogOdds[] => samples.filter((sample) => sample !== undefined);
const isMostlyNeutral = (samples: Baseline['samples']): boolean => neutralOf(samples).length >= MOSTLY * samples.length;

const logOdds = (scores: EmotionScores): LogOdds => EMOTIONS.map((emotion) => logOf(scores[emotion]) - logOf(scores.neutral));
const logOf = (score: number): number => Math.log(Math.max(LEAST, score));

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
