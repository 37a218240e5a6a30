import type { Emotion } from '../domain/emotion.ts';
import { EMOTIONS, isEmotion } from '../domain/emotion.ts';
import type { MoodAnswer } from '../domain/history.ts';

/** What one camera's network said, as logarithms, and what somebody in the room said it was. `shown`: the box had shown just that. */
export type Lesson = { readonly logs: readonly number[]; readonly answer: Emotion; readonly shown: boolean };

/** The most lessons of a camera that count; the oldest are left out. */
export const MOST_LESSONS = 200;

/**
 * The lessons of each camera, oldest first. Answers to another network's readings teach nothing about this one, and that nobody was there
 * teaches nothing about faces.
 */
export function lessonsOf(answers: readonly MoodAnswer[], weights: string): ReadonlyMap<string, readonly Lesson[]> {
  const lessons = new Map<string, readonly Lesson[]>();
  for (const { answer, read, shown } of answers) {
    if (!isEmotion(answer) || read?.weights !== weights) continue;
    for (const { camera, logs } of read.cameras) {
      if (logs.length !== EMOTIONS.length) continue;
      const lesson = { logs, answer, shown: shown === answer };
      lessons.set(camera, [...(lessons.get(camera) ?? []), lesson].slice(-MOST_LESSONS));
    }
  }
  return lessons;
}
