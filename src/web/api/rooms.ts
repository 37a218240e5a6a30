import type { InferOutput } from 'valibot';
import {
  array,
  boolean,
  check,
  description,
  integer,
  maxValue,
  minValue,
  nullable,
  number,
  object,
  optional,
  picklist,
  pipe,
  regex,
  string,
} from 'valibot';
import { EMOTIONS } from '../../domain/emotion.ts';
import { PRESENCES } from '../../domain/presence.ts';
import { ms } from '../../domain/units.ts';
import { endpoint } from './endpoint.ts';

const percent = pipe(number('a volume is a number from 0 to 100'), integer(), minValue(0), maxValue(100));
/** What the box calls a room towards the page. It holds until the box starts again. */
const id = pipe(string('name a room by its id'), regex(/^[\w-]{16}$/, 'take the id from the list of rooms'));

const room = object({
  id,
  name: string(),
  connected: boolean(),
  volume: pipe(percent, description("Its share of the box's volume.")),
  muted: boolean(),
});

const box = object({
  id: string(),
  here: pipe(boolean(), description('It is the box that answers.')),
  plays: boolean(),
  sound: pipe(boolean(), description('It has a loudspeaker.')),
  sees: picklist(['blind', 'nobody', 'unsure', 'sure']),
  faces: number(),
  emotion: optional(pipe(picklist(EMOTIONS), description('What it is sure of, or leans to.'))),
  presence: picklist(PRESENCES),
});

const rooms = object({
  volume: pipe(percent, description('The volume of all rooms.')),
  rooms: pipe(nullable(array(room)), description('Rooms of Snapcast; null if the music plays in one place.')),
  group: nullable(object({ name: string(), boxes: array(box), refused: array(object({ id: string(), why: string() })) })),
});

export const ROOMS_ENDPOINTS = {
  'GET /api/rooms': endpoint({
    level: 'household',
    summary: 'The rooms that the music plays in, and the boxes of the group: which of them sees whom, and which plays.',
    output: rooms,
  }),
  'PUT /api/rooms': endpoint({
    level: 'household',
    summary: "Sets how loud a room is, as a share of the box's volume, or mutes it. It stays so when the box starts again.",
    input: pipe(
      object({ id, volume: optional(percent), muted: optional(boolean('muted is true or false')) }),
      check(({ volume, muted }) => volume !== undefined || muted !== undefined, 'say volume, muted or both'),
    ),
    output: rooms,
    rate: { most: 120, span: ms(10_000) },
  }),
  'POST /api/group/plays': endpoint({
    level: 'household',
    summary: 'Hands the music over to another box of the group. The report shows when that box plays.',
    input: object({ id: pipe(string('name a box of the group'), regex(/^[a-zA-Z0-9_-]{1,64}$/, 'name a box of the group')) }),
    output: object({ id: string() }),
    rate: { most: 12, span: ms(60_000) },
  }),
} as const;

export type RoomsAnswer = InferOutput<(typeof ROOMS_ENDPOINTS)['GET /api/rooms']['output']>;
export type RoomAnswer = InferOutput<typeof room>;
export type BoxAnswer = InferOutput<typeof box>;
