import type { Emotion } from '../../domain/emotion.ts';
import { EMOTIONS } from '../../domain/emotion.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done } from '../../domain/result.ts';
import type { ScoreBias } from '../../learning/bias.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';
import type { LEARNING_ENDPOINTS, LearntAnswer } from '../../web/api/learning.ts';
import type { LearningDesk, LearntCamera } from '../sensing/learning-desk.ts';

export type LearningParts = Pick<LearningDesk, 'cameras' | 'apply' | 'undo'>;

/** Answers what the page asks about learning. */
export const learningAnswers = (desk: LearningParts): AnswersOf<typeof LEARNING_ENDPOINTS> => ({
  'GET /api/learning': () => learnt(desk),
  'POST /api/learning': async ({ camera, on }) => {
    const changed = await (on ? desk.apply(camera) : desk.undo(camera));
    return changed.ok ? learnt(desk) : changed;
  },
});

async function learnt(desk: LearningParts): Promise<Result<LearntAnswer, Refusal>> {
  const cameras = await desk.cameras();
  return cameras.ok ? done({ cameras: cameras.value.map(learntCamera) }) : cameras;
}

function learntCamera({ camera, kept, proposal: { bias, ...counts } }: LearntCamera): LearntAnswer['cameras'][number] {
  const applied = kept && { bias: byEmotion(kept.bias), answers: kept.answers, at: kept.at };
  return {
    ...{ camera, ...counts, bias: byEmotion(bias) },
    ...(applied && { applied: { ...applied, undoesTo: kept.before ? 'before' : 'none' } }),
  };
}

const byEmotion = (bias: ScoreBias): Record<Emotion, number> => {
  const [angry = 0, disgust = 0, fear = 0, happy = 0, sad = 0, surprise = 0, neutral = 0] = EMOTIONS.map((_, index) =>
    inHundredths(bias[index] ?? 0),
  );
  return { angry, disgust, fear, happy, sad, surprise, neutral };
};

const inHundredths = (value: number): number => Math.round(value * 100) / 100;
