import type { InferOutput } from 'valibot';
import { integer, literal, minValue, number, object, picklist, pipe, regex, strictObject, string, union, variant } from 'valibot';
import { EMOTIONS, MOODS } from '../../domain/emotion.ts';
import { ms } from '../../domain/units.ts';
import { endpoint, file } from './endpoint.ts';

const MINUTE = ms(60_000);

/** Per cent. */
const sure = pipe(number(), integer(), minValue(0));

/** What a capture found: `percent` is how sure the box is. */
const CAPTURED = variant('kind', [
  object({ kind: literal('read'), mood: picklist(MOODS), percent: sure }),
  object({ kind: literal('unsure'), emotion: picklist(EMOTIONS), percent: sure }),
  /** Nobody is in sight; the camera is off; no camera delivers pictures; or another box of the group reads the room. */
  object({ kind: picklist(['nobody', 'off', 'lost', 'elsewhere']) }),
]);
export type CaptureAnswer = InferOutput<typeof CAPTURED>;

const VERDICT = union(
  [strictObject({ right: literal(true) }), strictObject({ mood: picklist(MOODS) })],
  'say {"right": true}, or {"mood": …} with one of the seven emotions or "away"',
);
export type MoodVerdict = InferOutput<typeof VERDICT>;

const COVER_ID = pipe(string('name the picture: ?of= and the report’s "cover"'), regex(/^[0-9a-f]{16}$/, 'this is not the id of a cover'));

export const NOW_ENDPOINTS = {
  'GET /api/cover': endpoint({
    level: 'guest',
    summary: 'The picture that belongs to what is heard: `of` is the field `cover` of the report.',
    input: object({ of: COVER_ID }),
    output: file('image/jpeg'),
    isLasting: true,
  }),
  'POST /api/capture': endpoint({
    level: 'household',
    input: object({}),
    summary: 'Reads the room now, acts on it if it is sure, and answers within seconds with what it found.',
    output: CAPTURED,
    rate: { most: 20, span: MINUTE },
  }),
  'POST /api/feedback': endpoint({
    level: 'household',
    summary: 'Whether the mood is right, or what it is. Kept in the history, without a picture.',
    input: VERDICT,
    output: object({ kept: literal(true) }),
    rate: { most: 10, span: MINUTE },
  }),
  'DELETE /api/feedback': endpoint({
    level: 'household',
    summary: 'Takes back the last answer about the mood, if it is only minutes old.',
    output: object({ takenBack: literal(true) }),
    rate: { most: 10, span: MINUTE },
  }),
} as const;
