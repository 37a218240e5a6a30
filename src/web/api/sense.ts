import {
  array,
  description,
  maxValue,
  minValue,
  nullable,
  number,
  object,
  optional,
  picklist,
  pipe,
  strictObject,
  string,
  union,
} from 'valibot';
import { EMOTIONS } from '../../domain/emotion.ts';
import { endpoint } from './endpoint.ts';

const FROM_TO = 'say "valence" and "arousal" each from -1 to 1';
const coordinate = (range: string) => optional(pipe(number(FROM_TO), minValue(-1, FROM_TO), maxValue(1, FROM_TO), description(range)));
const word = picklist(EMOTIONS, `say "emotion" as one of ${EMOTIONS.join(', ')}, or null to take it back`);
const span = union([number(), string()], 'say "for" in seconds, or as a length of time such as "2m"');

/** What another device says of how people feel. `senseWordOf` knows the rest: what goes together, and how much of each. */
export const SENSE_WORD = object({
  name: pipe(
    string('name what senses, such as "Watch"'),
    description('What senses, such as "Watch". A newer word of the same name replaces the older one.'),
  ),
  emotion: optional(pipe(nullable(word), description('How people feel; null takes back what was said.'))),
  valence: coordinate('From unpleasant (-1) to pleasant (1).'),
  arousal: coordinate('From calm (-1) to excited (1).'),
  weight: optional(pipe(number('say "weight" as a number up to 1'), description('How much to trust it, up to 1; 0.5 without it.'))),
  for: optional(pipe(span, description('How long it holds, in seconds or such as "2m" (without it); an hour at most.'))),
});

/** The senses that count now, as the report tells them, too. */
export const REPORTED_SENSES = array(
  strictObject({ name: string(), emotion: picklist(EMOTIONS), weight: pipe(number(), minValue(0), maxValue(1)) }),
);

export const SENSE_ENDPOINTS = {
  'POST /api/sense': endpoint({
    level: 'household',
    summary: 'What another device says of how people feel: a voice, a wearable, a light. Answers with all that count now.',
    input: SENSE_WORD,
    output: object({ senses: REPORTED_SENSES }),
  }),
} as const;
