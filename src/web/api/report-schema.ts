import type { GenericSchema } from 'valibot';
import {
  array,
  boolean,
  description,
  integer,
  literal,
  maxValue,
  minValue,
  number,
  optional,
  picklist,
  pipe,
  record,
  strictObject,
  string,
  union,
  variant,
} from 'valibot';
import { LEVELS } from '../../domain/access.ts';
import { EMOTIONS, EXPRESSIONS, MOODS } from '../../domain/emotion.ts';
import { TRANSPORT_STATES } from '../../domain/group.ts';
import { FEEDBACKS } from '../../domain/history.ts';
import { TRACK_SOURCES } from '../../domain/music.ts';
import { PARTS_OF_DAY } from '../../domain/plan.ts';
import { PRESENCE_GROUNDS } from '../../domain/presence.ts';
import { REPORTED_SENSES } from './sense.ts';

/** The report as the API describes it. A test holds it against what the box really sends. */

const share = pipe(number(), minValue(0), maxValue(1));
const percent = pipe(number(), minValue(0), maxValue(100));
const moment = pipe(number(), description('Milliseconds since 1970.'));
const px = pipe(number(), integer());
const mood = picklist(MOODS);

const since = { since: moment };
const presence = variant('kind', [
  strictObject({ kind: literal('present'), by: picklist(PRESENCE_GROUNDS), ...since }),
  strictObject({ kind: literal('absent'), ...since }),
  strictObject({ kind: literal('unknown'), ...since }),
]);

const camera = variant('kind', [
  strictObject({ kind: literal('opening') }),
  strictObject({ kind: literal('watching'), source: string(), width: px, height: px }),
  strictObject({ kind: literal('lost'), why: string() }),
  strictObject({ kind: literal('off') }),
]);

const broker = variant('kind', [
  strictObject({ kind: literal('connecting'), url: string() }),
  strictObject({ kind: literal('connected'), url: string() }),
  strictObject({ kind: literal('lost'), url: string(), why: string() }),
]);

const history = variant('kind', [
  strictObject({ kind: literal('off') }),
  strictObject({ kind: literal('keeping'), setAside: boolean() }),
  strictObject({ kind: literal('lost'), why: string() }),
]);

const track = strictObject({
  title: string(),
  source: string(),
  mood,
  duration: optional(pipe(number(), description('Milliseconds.'))),
  endless: optional(boolean()),
  because: optional(string()),
});

const playback = variant('kind', [
  strictObject({ kind: literal('silent') }),
  strictObject({ kind: literal('loading'), track }),
  strictObject({ kind: literal('playing'), track, since: number() }),
  strictObject({ kind: literal('paused'), track }),
  strictObject({ kind: literal('failed'), track, why: string(), at: optional(number()) }),
]);

const face = strictObject({
  id: pipe(number(), integer(), description('Stays the same while this camera follows the face.')),
  box: optional(pipe(strictObject({ x: px, y: px, width: px, height: px }), description("In pixels of the camera's picture."))),
  mood: optional(pipe(picklist(EMOTIONS), description('The emotion that leads its scores; not told in a venue.'))),
  score: optional(share),
  unsure: boolean(),
  counts: pipe(boolean(), description('The reading of the room rests on it.')),
  camera: optional(string()),
});

const progress = pipe(
  strictObject({
    position: pipe(number(), description('Milliseconds.')),
    since: optional(moment),
    duration: optional(pipe(number(), description('Milliseconds.'))),
    seekable: boolean(),
  }),
  description(
    'The track was at this position at the moment `since`, and plays on from there; without `since` it is paused. ' +
      'Music without an end has no duration, and its position is how long it has been heard under its present name.',
  ),
);

const undoable = pipe(
  strictObject({ kind: picklist(FEEDBACKS), title: string(), at: moment }),
  description('What the command `undo` would take back now.'),
);

const announcing = pipe(
  strictObject({ title: string(), since: moment }),
  description('The announcement whose turn it is: it is fetched or heard.'),
);
const refused = strictObject({
  sentence: string(),
  code: optional(string()),
  values: optional(record(string(), union([string(), number()]))),
});
const announceFailed = pipe(
  strictObject({ title: string(), at: moment, why: refused }),
  description('The last announcement, if it was not heard to its end; told for ten minutes, or until the next one is heard.'),
);

const guest = pipe(
  variant('kind', [
    strictObject({
      kind: literal('playing'),
      guests: array(strictObject({ name: string(), title: optional(string()), since: moment })),
    }),
    strictObject({ kind: literal('resting'), left: string(), until: moment }),
  ]),
  description('Who plays on the loudspeaker instead of moodbox, the newest last, or who has just left and until when moodbox waits.'),
);

const group = strictObject({
  name: string(),
  members: array(string()),
  plays: optional(string()),
  will: picklist(TRANSPORT_STATES),
  sees: boolean(),
  refused: optional(array(strictObject({ id: string(), why: string() }))),
});

export const REPORT_SCHEMA = strictObject({
  id: string(),
  name: optional(string()),
  version: string(),
  mood: pipe(mood, description('The mood in force.')),
  assumed: optional(boolean()),
  blank: optional(string()),
  planned: optional(picklist(PARTS_OF_DAY)),
  senses: optional(pipe(REPORTED_SENSES, description('What other devices say of how people feel, while that counts.'))),
  expression: pipe(picklist(EXPRESSIONS), description('What the faces show now.')),
  presence,
  override: pipe(picklist([...MOODS, 'auto']), description('The mood that is held by hand, or auto.')),
  until: optional(moment),
  autoplay: boolean(),
  will: picklist(TRANSPORT_STATES),
  scores: optional(record(picklist(EMOTIONS), share)),
  unsure: boolean(),
  confidence: share,
  faces: array(face),
  faceSeenAt: optional(moment),
  sees: boolean(),
  playback,
  leaving: optional(literal(true)),
  progress: optional(progress),
  next: optional(pipe(strictObject({ title: string(), source: picklist(TRACK_SOURCES) }), description('What was found to come next.'))),
  cover: optional(pipe(string(), description('The id of the picture that belongs to what is heard, for GET /api/cover.'))),
  liked: boolean(),
  undoable: optional(undoable),
  guest: optional(guest),
  announcing: optional(announcing),
  announceFailed: optional(announceFailed),
  noMusic: boolean(),
  onlyPiece: optional(pipe(literal(true), description('Other music was asked for, but this is the only piece.'))),
  volume: percent,
  audible: boolean(),
  rooms: optional(pipe(number(), description('Rooms of Snapcast that are connected.'))),
  camera,
  cameras: optional(array(strictObject({ name: string(), state: camera }))),
  preview: optional(pipe(strictObject({ by: picklist(LEVELS), until: moment }), description('Somebody is looking at the live picture.'))),
  broker,
  history,
  group: optional(group),
  fps: number(),
  dropped: number(),
  temperature: optional(number()),
  ytdlp: optional(strictObject({ installed: optional(string()), latest: optional(string()) })),
}) satisfies GenericSchema;
