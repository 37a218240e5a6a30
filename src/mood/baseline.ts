import type { EmotionScores } from '../domain/emotion.ts';
import { EMOTIONS, scoresBy, strongest } from '../domain/emotion.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';

/** Natural logarithms of the odds of each emotion against neutral, in the order of EMOTIONS; that of neutral itself is 0. */
export type LogOdds = readonly number[];

/**
 * What one face has usually looked like. `samples` are its latest single readings, at most SAMPLES; `undefined` stands for one that
 * showed an expression and is no evidence of a neutral face. `offset` is by how much the face's usual odds exceed REFERENCE, bounded.
 */
export type Baseline = { readonly samples: readonly (LogOdds | undefined)[]; readonly offset: LogOdds; readonly at: Instant };

/** The network's median answer to a neutral face (FER-2013's Training part, `bench/baseline/measure.mjs`). It belongs to these weights. */
export const REFERENCE = { weights: 'whole-mirrored-e250-3fc7c8b2', odds: [-6.33, -8.0, -9.21, -7.02, -3.13, -7.54, 0] } as const;

/** A face is sampled so often, and its last five minutes are kept. */
const EVERY = ms(5000);
const SAMPLES = 60;
/** A reading that only the correction makes an expression is sampled less often: it is probably a real one, and must not be unlearned soon. */
const SELDOM = ms(30_000);
/** The correction begins after half a minute of neutral samples, and counts in full after two and a half minutes. */
const [FEW, ENOUGH] = [6, 30];
/** An expression is near neutral while it leads by less than 3 to 2: below the default `mood.min_confidence`. */
const NEAR = Math.log(3 / 2);
/** An expression that leads neutral by 4 to 1 is clear, and is never lowered. */
const CLEAR = Math.log(4);
/** By how much a correction may raise or lower the odds of an expression: by a factor of 7.4 or 2.7. */
const [RAISE, LOWER] = [2, 1];
/** Smaller scores count as this one; the logarithm of nothing is no number. */
const LEAST = 1e-6;

/** The baseline after one more reading of a single frame. Pure; most calls return what they were given. */
export function learned(before: Baseline | undefined, scores: EmotionScores, at: Instant): Baseline {
  if (before && !isDue(before, scores, elapsed(before.at, at))) return before;
  const sample = isNear(scores) ? logOdds(scores) : undefined;
  const samples = [...(before?.samples ?? []), sample].slice(-SAMPLES);
  return { samples, offset: offsetOf(samples) ?? before?.offset ?? [], at };
}

/**
 * The scores as they would be if this face's neutral expression were everybody's. They still add up to 1. An expression that leads
 * clearly is never lowered; without a baseline, or with a young one, the scores come back as they are.
 */
export function readAgainst(scores: EmotionScores, baseline: Baseline | undefined): EmotionScores {
  const offset = baseline?.offset ?? [];
  if (offset.every((each) => each === 0)) return scores;
  const odds = logOdds(scores);
  const weights = EMOTIONS.map((emotion, index) => scores[emotion] * Math.exp(-correction(offset[index] ?? 0, odds[index] ?? 0)));
  const total = weights.reduce((sum, each) => sum + each, 0);
  return total > 0 ? scoresBy((_emotion, index) => (weights[index] ?? 0) / total) : scores;
}

/** The whole offset while the expression is near neutral or below, fading to nothing where it is clear; raising never fades. */
const correction = (offset: number, odds: number): number =>
  offset < 0 ? offset : offset * Math.min(1, Math.max(0, (CLEAR - odds) / (CLEAR - NEAR)));

function isDue(before: Baseline, scores: EmotionScores, waited: Ms): boolean {
  if (waited < EVERY) return false;
  return waited >= SELDOM || !isNear(scores) || isNear(readAgainst(scores, before));
}

const isNear = (scores: EmotionScores): boolean => logOf(scores[strongest(scores)]) - logOf(scores.neutral) < NEAR;

/**
 * The offset that samples show; `undefined` where most of them are expressions: what a face shows most of the time is then no
 * neutral face, and whatever was known before stays.
 */
function offsetOf(samples: Baseline['samples']): LogOdds | undefined {
  const neutral = samples.filter((sample) => sample !== undefined);
  if (neutral.length * 2 <= samples.length) return undefined;
  const trust = Math.min(1, Math.max(0, (neutral.length - FEW) / (ENOUGH - FEW)));
  return REFERENCE.odds.map((usual, index) => {
    const own = median(neutral.map((sample) => sample[index] ?? usual));
    return trust * Math.min(LOWER, Math.max(-RAISE, own - usual));
  });
}

const logOdds = (scores: EmotionScores): LogOdds => EMOTIONS.map((emotion) => logOf(scores[emotion]) - logOf(scores.neutral));
const logOf = (score: number): number => Math.log(Math.max(LEAST, score));

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
