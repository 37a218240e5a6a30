import { object, string } from 'valibot';
import { endpoint } from './endpoint.ts';

export const ABOUT_ENDPOINTS = {
  'GET /api/about': endpoint({
    level: 'guest',
    summary: 'Which box this is, and the release of moodbox that runs on it.',
    output: object({ id: string(), name: string(), version: string() }),
  }),
} as const;
