import { EMOTIONS } from '../domain/emotion.ts';
import type { ScoreBias } from './bias.ts';
import { NO_BIAS, withinBounds } from './bias.ts';
import type { Lesson } from './lessons.ts';

/** The pull towards 0, as if each number had a normal prior with a standard deviation of a half: four answers weigh as much. */
const PULL = 4;
/** Fits stop when no number moves further than this, or after so many steps. */
const CLOSE = 1e-4;
const MOST_STEPS = 200;
const SIZE = EMOTIONS.length;

/** Lessons as flat arrays: the seven shares of each, one after the other, and the place of its answer in EMOTIONS. */
type Flat = { readonly shares: Float64Array; readonly answers: readonly number[] };

/**
 * The bias under which the answers are likeliest (multinomial logistic regression with nothing but intercepts), pulled towards 0 and
 * bounded. The problem is convex, so there is one solution.
 */
export const fittedBias = (lessons: readonly Lesson[]): ScoreBias => fitted(flat(lessons), NO_BIAS);

/** For each lesson the bias that all the others teach; `from` is the bias that all of them teach, near which these are found soon. */
export function fittedWithoutEach(lessons: readonly Lesson[], from: ScoreBias): readonly ScoreBias[] {
  const all = flat(lessons);
  return lessons.map((_lesson, index) => fitted(all, from, index));
}

/** The emotion that leads with a bias, as its place in EMOTIONS. */
export function leaderOf(logs: readonly number[], bias: ScoreBias): number {
  const sums = logs.map((log, index) => log + (bias[index] ?? 0));
  return sums.indexOf(Math.max(...sums));
}

const flat = (lessons: readonly Lesson[]): Flat => ({
  shares: Float64Array.from(lessons.flatMap(({ logs }) => logs.map(Math.exp))),
  answers: lessons.map(({ answer }) => EMOTIONS.indexOf(answer)),
});

function fitted(lessons: Flat, from: ScoreBias, without = -1): ScoreBias {
  let bias = from;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = improved(bias, lessons, without);
    const moved = Math.max(...next.map((each, index) => Math.abs(each - (bias[index] ?? 0))));
    bias = next;
    if (moved < CLOSE) break;
  }
  return bias;
}

/**
 * One step of a projected gradient, scaled for each number by twice the curvature: each row of the Hessian adds up to no more, so the step
 * does not overshoot.
 */
function improved(bias: ScoreBias, { answers, shares }: Flat, without: number): ScoreBias {
  const slopes = Float64Array.from(bias, (each) => PULL * each);
  const curvatures = new Float64Array(SIZE).fill(PULL);
  const factors = Float64Array.from(bias, Math.exp);
  const biased = new Float64Array(SIZE);
  for (const [at, answer] of answers.entries()) {
    if (at === without) continue;
    biasInto(biased, shares, at * SIZE, factors);
    for (let index = 0; index < SIZE; index += 1) {
      const share = biased[index] as number;
      slopes[index] = (slopes[index] as number) + share - (index === answer ? 1 : 0);
      curvatures[index] = (curvatures[index] as number) + 2 * share * (1 - share);
    }
  }
  return bias.map((each, index) => withinBounds(each - (slopes[index] as number) / (curvatures[index] as number)));
}

/** Writes the shares of the lesson that begins at `from`, with a bias that is given as factors of the odds. */
function biasInto(biased: Float64Array, shares: Float64Array, from: number, factors: Float64Array): void {
  let total = 0;
  for (let index = 0; index < SIZE; index += 1) {
    const weight = (shares[from + index] as number) * (factors[index] as number);
    biased[index] = weight;
    total += weight;
  }
  for (let index = 0; index < SIZE; index += 1) biased[index] = (biased[index] as number) / total;
}
