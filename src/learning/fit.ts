import { EMOTIONS } from '../domain/emotion.ts';
import type { ScoreBias } from './bias.ts';
import { NO_BIAS, withinBounds } from './bias.ts';
import type { Lesson } from './lessons.ts';

/** The pull towards 0, as if each number had a normal prior with a standard deviation of a half: four answers weigh as much. */
const PULL = 4;
/** Fits stop when no number moves further than this, or after so many steps. */
const CLOSE = 1e-4;
const MOST_STEPS = 200;

/**
 * The bias under which the answers are likeliest (multinomial logistic regression with nothing but intercepts), pulled towards 0 and
 * bounded. The problem is convex, so there is one solution, whatever `from` is: a start near it saves time.
 */
export function fittedBias(lessons: readonly Lesson[], from: ScoreBias = NO_BIAS): ScoreBias {
  let bias = from;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = improved(bias, lessons);
    const moved = Math.max(...next.map((each, index) => Math.abs(each - (bias[index] ?? 0))));
    bias = next;
    if (moved < CLOSE) break;
  }
  return bias;
}

/** The emotion that leads with a bias, as its place in EMOTIONS. */
export function leaderOf(logs: readonly number[], bias: ScoreBias): number {
  const sums = logs.map((log, index) => log + (bias[index] ?? 0));
  return sums.indexOf(Math.max(...sums));
}

/**
 * One step of a projected gradient, scaled for each number by twice the curvature: each row of the Hessian adds up to no more, so the step
 * does not overshoot.
 */
function improved(bias: ScoreBias, lessons: readonly Lesson[]): ScoreBias {
  const slopes = bias.map((each) => PULL * each);
  const curvatures = bias.map(() => PULL);
  for (const { answer, logs } of lessons) {
    const shares = softmax(logs, bias);
    for (const [index, emotion] of EMOTIONS.entries()) {
      const share = shares[index] ?? 0;
      slopes[index] = (slopes[index] ?? 0) + share - (emotion === answer ? 1 : 0);
      curvatures[index] = (curvatures[index] ?? 0) + 2 * share * (1 - share);
    }
  }
  return bias.map((each, index) => withinBounds(each - (slopes[index] ?? 0) / (curvatures[index] ?? 1)));
}

function softmax(logs: readonly number[], bias: ScoreBias): readonly number[] {
  const sums = logs.map((log, index) => log + (bias[index] ?? 0));
  const largest = Math.max(...sums);
  const weights = sums.map((each) => Math.exp(each - largest));
  const total = weights.reduce((sum, each) => sum + each, 0);
  return weights.map((each) => each / total);
}
