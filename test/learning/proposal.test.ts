import { describe, expect, test } from 'vitest';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import { LARGEST_BIAS, NO_BIAS } from '../../src/learning/bias.ts';
import { fittedBias, fittedWithoutEach } from '../../src/learning/fit.ts';
import type { Lesson } from '../../src/learning/lessons.ts';
import { biasProposal, chanceOf, FEWEST_ANSWERS } from '../../src/learning/proposal.ts';
import { biasedRoom, knowingRoom, randomAnswers } from './rooms.ts';

/** The camera makes faces look sad and angry, and hides neutral ones. */
const SADDENED = [0.5, 0, 0, -0.1, 0.9, 0, -0.8];
const SEEDS = [1, 2, 3, 4, 5];

describe('what answers teach', () => {
  test.each(SEEDS)('a bias that is known is found (seed %i)', (seed) => {
    const bias = fittedBias(biasedRoom(SADDENED, 1000, seed));
    for (const emotion of ['happy', 'sad', 'neutral'] as const) {
      const at = EMOTIONS.indexOf(emotion);
      expect(Math.abs((bias[at] ?? 0) + (SADDENED[at] ?? 0)), emotion).toBeLessThan(0.4);
    }
  });

  test.each(SEEDS)('a room that is read wrongly is read better (seed %i)', (seed) => {
    const learnt = biasProposal(knowingRoom(SADDENED, 60, seed));
    expect(learnt.verdict).toBe('better');
    expect(learnt.before).toBeLessThan(40);
    expect(learnt.after).toBeGreaterThan(50);
    expect(Math.max(...learnt.bias.map(Math.abs))).toBeLessThanOrEqual(LARGEST_BIAS);
  });

  test('a room that is read without bias is left alone, as is one whose answers have no pattern', () => {
    const offered = (rooms: readonly (readonly Lesson[])[]) => rooms.filter((room) => biasProposal(room).verdict === 'better').length;
    const seeds = Array.from({ length: 20 }, (_, index) => 100 + index);
    expect(offered(seeds.map((seed) => biasedRoom(NO_BIAS, 60, seed)))).toBe(0);
    expect(offered(seeds.map((seed) => knowingRoom(NO_BIAS, 60, seed)))).toBe(0);
    expect(offered(seeds.map((seed) => randomAnswers(60, seed)))).toBe(0);
  });

  test('few answers are not enough, however clear they are', () => {
    const few = biasProposal(knowingRoom(SADDENED, FEWEST_ANSWERS - 1, 1));
    expect([few.answers, few.verdict]).toEqual([FEWEST_ANSWERS - 1, 'few']);
    expect(few.after).toBeGreaterThan(few.before);
    expect(biasProposal([])).toMatchObject({ answers: 0, before: 0, after: 0, verdict: 'few' });
  });

  test('a thousand wrong answers stay within the bounds', () => {
    const wrong = biasedRoom(SADDENED, 1000, 3).map((lesson): Lesson => ({ ...lesson, answer: 'disgust' }));
    const bias = fittedBias(wrong);
    expect(Math.max(...bias.map(Math.abs))).toBeLessThanOrEqual(LARGEST_BIAS);
    expect(bias[EMOTIONS.indexOf('disgust')]).toBe(LARGEST_BIAS);
  });

  test('is the one solution, wherever the search begins', () => {
    const lessons = biasedRoom(SADDENED, 60, 7);
    const near = fittedBias(lessons.slice(1));
    const far = fittedWithoutEach(lessons, [1, -1, 1, -1, 1, -1, 1])[0] ?? [];
    for (const [index, each] of near.entries()) expect(far[index]).toBeCloseTo(each, 2);
  });

  test('what is applied already is not offered again', () => {
    const lessons = knowingRoom(SADDENED, 60, 2);
    const first = biasProposal(lessons);
    expect(first.verdict).toBe('better');
    expect(biasProposal(lessons, first.bias)).toMatchObject({ verdict: 'no-better', bias: first.bias });
  });
});

test('the sign test counts tosses', () => {
  expect(chanceOf(6, 0)).toBeCloseTo(1 / 64, 10);
  expect(chanceOf(3, 1)).toBeCloseTo(5 / 16, 10);
  expect(chanceOf(0, 0)).toBe(1);
});
