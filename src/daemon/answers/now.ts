import type { AccessLevel, CommandOrigin } from '../../domain/access.ts';
import type { Mood } from '../../domain/emotion.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Share } from '../../domain/units.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';
import type { CaptureAnswer, NOW_ENDPOINTS } from '../../web/api/now.ts';
import type { CaptureOutcome } from '../control/capture.ts';
import { knownLevel } from './known-level.ts';

/** What the endpoints about this moment need of the daemon. */
export type NowParts = {
  cover(id: string): Uint8Array | undefined;
  capture(by: CommandOrigin): Promise<CaptureOutcome | { readonly kind: 'elsewhere' }>;
  readonly moodAnswers: {
    record(answer: Mood | 'right', level: AccessLevel): Result<void, Refusal>;
    takeBack(): boolean;
  };
};

export const nowAnswers = (box: NowParts): AnswersOf<typeof NOW_ENDPOINTS> => ({
  'GET /api/cover': async ({ of }) => {
    const bytes = box.cover(of);
    return bytes ? done({ bytes }) : failed(refusal('cover_gone'));
  },
  'POST /api/capture': async (_nothing, by) => done(answerOf(await box.capture({ door: 'page', ...by, level: knownLevel(by) }))),
  'POST /api/feedback': async (verdict, by) => {
    const kept = box.moodAnswers.record('right' in verdict ? 'right' : verdict.mood, knownLevel(by));
    return kept.ok ? done({ kept: true }) : kept;
  },
  'DELETE /api/feedback': async () => (box.moodAnswers.takeBack() ? done({ takenBack: true }) : failed(refusal('no_answer'))),
});

function answerOf(outcome: CaptureOutcome | { readonly kind: 'elsewhere' }): CaptureAnswer {
  if (!('share' in outcome)) return outcome;
  const { share, ...found } = outcome;
  return { ...found, percent: percentOf(share) };
}

const percentOf = (share: Share): number => Math.round(share * 100);
