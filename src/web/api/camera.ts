import type { InferOutput } from 'valibot';
import {
  array,
  boolean,
  description,
  integer,
  maxLength,
  maxValue,
  minValue,
  number,
  object,
  optional,
  picklist,
  pipe,
  record,
  string,
} from 'valibot';
import { EMOTIONS } from '../../domain/emotion.ts';
import { ms } from '../../domain/units.ts';
import { endpoint, file } from './endpoint.ts';

const LONGEST_NAME = 64;
const MOST_ZONES = 64;

const camera = pipe(
  string('"camera" is the name of a camera'),
  maxLength(LONGEST_NAME, '"camera" is the name of a camera'),
  description('The name of the camera; empty if the box has only one.'),
);
const onePart = 'a zone has "x", "y", "width" and "height", each from 0 to 1';
const part = pipe(number(onePart), minValue(0, onePart), maxValue(1, onePart));
const zone = pipe(
  object({ camera: optional(camera, ''), x: part, y: part, width: part, height: part }, onePart),
  description('A rectangle of the picture, in shares of its width and height.'),
);
const zones = object({
  drawn: pipe(array(zone), description('Those that can be changed here.')),
  configured: pipe(array(zone), description('Those of camera.ignore in the configuration.')),
});
const score = pipe(number(), minValue(0), maxValue(1));
const moment = pipe(number(), description('Milliseconds since 1970.'));
const face = {
  id: pipe(number('"id" is the number of a face'), integer('"id" is the number of a face')),
  camera: optional(camera),
};

export const CAMERA_ENDPOINTS = {
  'GET /api/camera': endpoint({
    level: 'guest',
    summary: 'The cameras, and what the page may show of them.',
    output: object({
      cameras: pipe(array(string()), description('Their names in the order of the configuration; one empty name if the box has only one.')),
      preview: pipe(picklist(['off', 'stage', 'picture']), description('What web.preview allows.')),
      explain: pipe(boolean(), description('Whether readings can be explained.')),
    }),
  }),
  'GET /api/faces': endpoint({
    level: 'guest',
    summary: 'The smoothed scores of each face in sight; the report says where it is.',
    output: object({ faces: array(object({ ...face, scores: record(picklist(EMOTIONS), score) })) }),
    rate: { most: 120, span: ms(10_000) },
  }),
  'GET /api/zones': endpoint({ level: 'household', summary: 'The parts of the pictures that are ignored.', output: zones }),
  'PUT /api/zones': endpoint({
    level: 'owner',
    summary: 'Replaces the zones that were drawn on the page. They apply from the next picture on.',
    input: object(
      {
        drawn: pipe(
          array(zone, 'zones are {"drawn": […]}, a list of rectangles'),
          maxLength(MOST_ZONES, 'too many zones; remove some first'),
        ),
      },
      'zones are {"drawn": […]}, a list of rectangles',
    ),
    output: zones,
  }),
  'POST /api/explain': endpoint({
    level: 'owner',
    summary: 'Which parts of a face speak for its reading. One face at a time; it takes about a second.',
    input: object({ id: optional(face.id), camera: optional(camera, '') }, 'send {}, or {"id": …, "camera": …} for a certain face'),
    output: object({
      ...face,
      mood: picklist(EMOTIONS),
      score,
      side: pipe(number(), description('Rows and columns of the grid.')),
      grid: pipe(
        array(number()),
        description('Row by row, -1 to 1: above 0 this part of the face speaks for the emotion, below 0 against it.'),
      ),
      face: pipe(
        object({ x: number(), y: number(), width: number(), height: number() }),
        description("The face's box within the grid, in shares of its sides."),
      ),
    }),
    rate: { most: 20, span: ms(60_000) },
  }),
  'POST /api/preview': endpoint({
    level: 'owner',
    summary: 'Begins or ends looking at the live picture (web.preview: picture). It ends by itself after five minutes.',
    input: object({ on: boolean('"on" is true or false') }, 'send {"on": true} or {"on": false}'),
    output: object({ until: optional(moment) }),
    rate: { most: 20, span: ms(60_000) },
  }),
  'GET /api/preview.jpg': endpoint({
    level: 'owner',
    summary: 'The newest picture of a camera, grey and 320 pixels wide, while somebody looks at the live picture.',
    input: object({ camera: optional(camera, ''), at: optional(string()) }),
    output: file('image/jpeg'),
    rate: { most: 200, span: ms(10_000) },
  }),
} as const;

export type CameraAnswer = InferOutput<(typeof CAMERA_ENDPOINTS)['GET /api/camera']['output']>;
export type ZonesAnswer = InferOutput<(typeof CAMERA_ENDPOINTS)['GET /api/zones']['output']>;
export type ExplainAnswer = InferOutput<(typeof CAMERA_ENDPOINTS)['POST /api/explain']['output']>;
