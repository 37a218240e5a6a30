import { EMOTIONS } from '../domain/emotion.ts';
import type { ScoreBias } from './bias.ts';
import { NO_BIAS } from './bias.ts';
import { fittedBias, fittedWithoutEach, leaderOf } from './fit.ts';
import type { Lesson } from './lessons.ts';

/**
 * What the answers about one camera come to. `shown`: how often the box had shown what people said. `before`: how often the network's own
 * leader, with the bias in force, was what they said; `after`: the same with `bias`, each answer judged by a bias fitted to all the others.
 * `verdict`: `few` answers, `no-better`, or `better`, which is the only one that may be applied.
 */
export type BiasProposal = {
  readonly answers: number;
  readonly shown: number;
  readonly before: number;
  readonly after: number;
  readonly bias: ScoreBias;
  readonly verdict: 'few' | 'no-better' | 'better';
};

/** Fewer answers say nothing about a room. */
export const FEWEST_ANSWERS = 20;
/** How likely it may be at most that answers without any pattern look like an improvement (a one-sided sign test). */
const CHANCE = 0.02;

/** Fits a bias to a camera's lessons, and judges it on answers that were held out. `inForce`: the bias that is applied now. */
export function biasProposal(lessons: readonly Lesson[], inForce: ScoreBias = NO_BIAS): BiasProposal {
  const bias = fittedBias(lessons);
  const before = lessons.map((lesson) => isRight(lesson, inForce));
  const others = fittedWithoutEach(lessons, bias);
  const after = lessons.map((lesson, index) => isRight(lesson, others[index] ?? NO_BIAS));
  const gained = count(after.map((each, index) => each && !before[index]));
  const lost = count(before.map((each, index) => each && !after[index]));
  const isBetter = gained > lost && chanceOf(gained, lost) <= CHANCE;
  return {
    ...{ answers: lessons.length, shown: count(lessons.map(({ shown }) => shown)), before: count(before), after: count(after), bias },
    verdict: lessons.length < FEWEST_ANSWERS ? 'few' : isBetter ? 'better' : 'no-better',
  };
}

/** How likely at least `gained` heads are among `gained + lost` tosses of a fair coin. */
export function chanceOf(gained: number, lost: number): number {
  const tosses = gained + lost;
  let [ways, sum] = [1, 0];
  for (let heads = tosses; heads >= gained; heads -= 1) {
    sum += ways;
    ways = (ways * heads) / (tosses - heads + 1);
  }
  return sum / 2 ** tosses;
}

const isRight = ({ answer, logs }: Lesson, bias: ScoreBias): boolean => EMOTIONS[leaderOf(logs, bias)] === answer;
const count = (values: readonly boolean[]): number => values.filter(Boolean).length;
