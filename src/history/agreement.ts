import type { MoodAnswer } from '../domain/history.ts';
import type { Share } from '../domain/units.ts';
import { share } from '../domain/units.ts';

/** How often people agreed with the mood that the box showed. `share` is absent without an answer. */
export type Agreement = { readonly answers: number; readonly right: number; readonly share?: Share };

/** Counts every answer once, whoever gave it. */
export function agreementOf(answers: readonly MoodAnswer[]): Agreement {
  const right = answers.filter(({ shown, answer }) => answer === shown).length;
  return { answers: answers.length, right, ...(answers.length > 0 && { share: share(right / answers.length) }) };
}
