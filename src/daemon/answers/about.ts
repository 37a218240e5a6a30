import { done } from '../../domain/result.ts';
import type { ABOUT_ENDPOINTS } from '../../web/api/about.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';

export type AboutParts = { readonly id: string; readonly name: string; readonly version: string };

export const aboutAnswers = (about: AboutParts): AnswersOf<typeof ABOUT_ENDPOINTS> => ({
  'GET /api/about': async () => done(about),
});
