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
import { endpoint } from './endpoint.ts';

const LONGEST_NAME = 64;
const named = '"camera" is the name of a camera';
const camera = pipe(string(named), maxLength(LONGEST_NAME, named), description('The name of the camera; empty if the box has only one.'));
const answers = pipe(number(), integer(), minValue(0));
const bias = pipe(
  record(picklist(EMOTIONS), pipe(number(), minValue(-1), maxValue(1))),
  description('What is added to the logarithm of each score.'),
);

const LEARNT = object({
  cameras: array(
    object({
      camera,
      answers: pipe(answers, description('The answers that count, 200 at most.')),
      shown: pipe(answers, description('How often the box had shown what was answered.')),
      before: pipe(answers, description('How often the network itself, as it is corrected now, led with what was answered.')),
      after: pipe(answers, description('The same with the proposed correction, each answer judged by what the others taught.')),
      bias,
      verdict: pipe(picklist(['few', 'no-better', 'better']), description('Only a better correction can be applied.')),
      applied: optional(
        object({ bias, answers, at: pipe(number(), description('Milliseconds since 1970.')), undoesTo: picklist(['none', 'before']) }),
      ),
    }),
  ),
});
export type LearntAnswer = InferOutput<typeof LEARNT>;

/** What the box learns from the answers to "Was that right?". */
export const LEARNING_ENDPOINTS = {
  'GET /api/learning': endpoint({
    level: 'owner',
    summary: 'What the answers to "Was that right?" have taught about each camera, and what is applied.',
    output: LEARNT,
    rate: { most: 30, span: ms(60_000) },
  }),
  'POST /api/learning': endpoint({
    level: 'owner',
    summary: 'Applies what was learnt about a camera (`on: true`), or goes back one step.',
    input: object(
      { camera: optional(camera, ''), on: boolean('"on" is true to apply, false to go back') },
      'send {"camera": …, "on": true or false}',
    ),
    output: LEARNT,
    rate: { most: 20, span: ms(60_000) },
  }),
} as const;
