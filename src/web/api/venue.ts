import type { InferOutput } from 'valibot';
import { boolean, integer, maxLength, nullable, number, object, picklist, pipe, string } from 'valibot';
import { ms } from '../../domain/units.ts';
import { endpoint } from './endpoint.ts';

const VENUE = object({
  /** The box is where the public is (`venue: true`). */
  on: boolean(),
  /** The fewest people in sight whose faces are read: 1 outside a venue. */
  people: number(),
  /** For how many days the moods and the music are kept; null: nothing is kept. */
  days: nullable(number()),
  /** What is to be confirmed: the version of the notice, and what is kept, in a sentence. */
  wording: number(),
  keeps: string(),
  /** When and where these very terms were confirmed; null: they are not, so the camera stays off. Always null outside a venue. */
  confirmed: nullable(object({ at: number(), by: picklist(['page', 'shell']) })),
});

export type VenueAnswer = InferOutput<typeof VENUE>;

export const VENUE_ENDPOINTS = {
  'GET /api/venue': endpoint({
    level: 'guest',
    summary: 'Whether the box is where the public is, whose faces are read, what is kept, and whether the notice is confirmed.',
    output: VENUE,
  }),
  'POST /api/venue/confirm': endpoint({
    level: 'owner',
    summary: 'Confirms that the notice hangs where people read it before they are seen. Only then can the camera be switched on.',
    input: object(
      {
        wording: pipe(number('is the number that GET /api/venue tells'), integer('is a whole number')),
        keeps: pipe(string('is the sentence that GET /api/venue tells'), maxLength(500, 'is the sentence that GET /api/venue tells')),
      },
      'a confirmation is an object with the wording and keeps of GET /api/venue',
    ),
    output: VENUE,
    rate: { most: 10, span: ms(60_000) },
  }),
} as const;
