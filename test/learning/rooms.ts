import type { Emotion } from '../../src/domain/emotion.ts';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import type { ScoreBias } from '../../src/learning/bias.ts';
import type { Lesson } from '../../src/learning/lessons.ts';
import { seeded } from '../../src/shared/random.ts';

/** How often a room shows each emotion. */
const SHOWN: readonly (readonly [Emotion, number])[] = [
  ['neutral', 0.45],
  ['happy', 0.25],
  ['sad', 0.15],
  ['angry', 0.07],
  ['surprise', 0.08],
];

/**
 * Lessons of a made-up room, whose camera adds `bias` to the logarithm of each score. What people answer is drawn from what the network
 * would say without that bias, so the network is calibrated but for it.
 */
export function biasedRoom(bias: ScoreBias, count: number, seed: number): readonly Lesson[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const shares = softmaxOf(facesLike(drawn(SHOWN, random), random));
    const answer = drawn(
      EMOTIONS.map((emotion, index) => [emotion, shares[index] ?? 0] as const),
      random,
    );
    const logs = shares.map((each, index) => Math.log(each) + (bias[index] ?? 0));
    return { logs, answer, shown: false };
  });
}

/**
 * Lessons of a household that knows how it feels: mostly neutral, in faces that are not far from sad, and now and then happy or sad. Read
 * without a bias, nearly all of them are read rightly.
 */
export function knowingRoom(bias: ScoreBias, count: number, seed: number): readonly Lesson[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const answer = drawn(KNOWN, random);
    const shares = softmaxOf(CLEAR[answer].map((logit) => logit + random() - 0.5));
    return { logs: shares.map((each, index) => Math.log(each) + (bias[index] ?? 0)), answer, shown: false };
  });
}

const KNOWN = [
  ['neutral', 0.6],
  ['happy', 0.25],
  ['sad', 0.15],
] as const;
const CLEAR = {
  neutral: [-1, -2, -2, -1, 1.1, -2, 2.2],
  happy: [-2, -2, -2, 3, -1, -1, 0.5],
  sad: [0, -2, -1, -2, 2.8, -2, 0.6],
} as const;

/** Answers that have nothing to do with what was read. */
export function randomAnswers(count: number, seed: number): readonly Lesson[] {
  const random = seeded(seed);
  return biasedRoom([0, 0, 0, 0, 0, 0, 0], count, seed + 1).map((lesson) => ({
    ...lesson,
    answer: EMOTIONS[Math.floor(random() * EMOTIONS.length)] ?? 'neutral',
  }));
}

/** Logits of a face that shows this emotion more or less clearly. */
const facesLike = (emotion: Emotion, random: () => number): readonly number[] =>
  EMOTIONS.map((each) => (each === emotion ? 2.2 : each === 'neutral' ? 0.8 : -0.6) + 1.6 * (random() + random() + random() - 1.5));

function softmaxOf(logits: readonly number[]): readonly number[] {
  const weights = logits.map((each) => Math.exp(each));
  const total = weights.reduce((sum, each) => sum + each, 0);
  return weights.map((each) => each / total);
}

function drawn<T>(shares: readonly (readonly [T, number])[], random: () => number): T {
  let left = random() * shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [what, share] of shares) {
    left -= share;
    if (left <= 0) return what;
  }
  return (shares.at(-1) as readonly [T, number])[0];
}
