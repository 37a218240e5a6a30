import type { InferOutput } from 'valibot';
import {
  array,
  boolean,
  description,
  literal,
  maxLength,
  maxValue,
  minLength,
  minValue,
  nonEmpty,
  nullable,
  number,
  object,
  optional,
  picklist,
  pipe,
  regex,
  string,
  transform,
  trim,
  variant,
} from 'valibot';
import { MOODS } from '../../domain/emotion.ts';
import { PLAY_ENDS } from '../../domain/history.ts';
import { LACKS, LONGEST_SEARCH, MOST_SEARCHES, NOT_FOUND, REST_REASONS, SOURCES, TRACK_SOURCES } from '../../domain/music.ts';
import { ms } from '../../domain/units.ts';
import { endpoint } from './endpoint.ts';

/** What people think of a track in its mood. `skipped`: they only pressed Next. */
export const VERDICTS = ['liked', 'skipped', 'disliked'] as const;
export type TrackVerdict = (typeof VERDICTS)[number];

/** How many tracks a search finds at most. */
export const MOST_FOUND = 10;
const LONGEST_LIST = 100;

const mood = picklist(MOODS, 'name one of the seven emotions, or away');
const source = picklist(SOURCES);
const trackSource = picklist(TRACK_SOURCES);
const moment = pipe(number(), description('Milliseconds since 1970.'));
/** What the box calls a track towards the page. It says nothing about the track, and holds until the box starts again. */
const id = pipe(string('name a track by its id'), regex(/^[\w-]{16}$/, 'take the id from a list of this box'));
const tracks = { id, title: string(), source: trackSource, mood, duration: optional(pipe(number(), description('Milliseconds.'))) };
const track = object(tracks);

/** A whole number in a query. */
const whole = (least: number, most: number) =>
  pipe(
    string(),
    regex(/^\d{1,16}$/, 'give a whole number'),
    transform(Number),
    minValue(least, `not less than ${least}`),
    maxValue(most, `not more than ${most}`),
  );

const sourceState = variant('kind', [
  object({ kind: picklist(['ready', 'looking']) }),
  object({ kind: literal('off'), lacks: picklist(LACKS) }),
  object({ kind: literal('resting'), why: picklist(REST_REASONS), until: moment }),
]);

const words = pipe(
  array(
    pipe(
      string('each search is a text'),
      transform((text) => text.replace(/\s+/gu, ' ').trim()),
      nonEmpty('a search cannot be empty'),
      maxLength(LONGEST_SEARCH, `a search has at most ${LONGEST_SEARCH} characters`),
    ),
    'give a list of searches, or null for the usual ones',
  ),
  minLength(1, 'keep at least one search, or go back to the usual ones'),
  maxLength(MOST_SEARCHES, `a mood has at most ${MOST_SEARCHES} searches`),
);
const wordsOfMood = object({ mood, words: array(string()), usual: array(string()), changed: boolean(), youtube: boolean() });

export const MUSIC_ENDPOINTS = {
  'GET /api/plays': endpoint({
    level: 'household',
    summary: 'What was played last, newest first, with what people thought of it.',
    input: object({
      before: optional(pipe(whole(0, 8.64e15), description('Only what began before, in milliseconds since 1970.'))),
      limit: optional(whole(1, LONGEST_LIST), '30'),
    }),
    output: object({
      history: picklist(['off', 'keeping', 'lost']),
      plays: array(
        object({
          ...tracks,
          at: moment,
          heard: pipe(number(), description('Milliseconds.')),
          end: optional(picklist(PLAY_ENDS)),
          verdict: optional(picklist(VERDICTS)),
          again: pipe(boolean(), description('Whether its source is in use, so that it can be played again.')),
        }),
      ),
      more: pipe(boolean(), description('There may be older ones: ask for what was before the last of these.')),
    }),
  }),
  'GET /api/opinions': endpoint({
    level: 'household',
    summary: 'The tracks that people liked, skipped or did not want, newest first.',
    output: object({
      history: picklist(['off', 'keeping', 'lost']),
      opinions: array(object({ ...tracks, at: moment, verdict: picklist(VERDICTS), again: boolean() })),
    }),
  }),
  'PUT /api/opinions': endpoint({
    level: 'household',
    summary: 'Says that people like a track in its mood, or do not want it; replaces what was said before.',
    input: object({ id, verdict: picklist(['liked', 'disliked'], 'say liked or disliked') }),
    output: object({ verdict: picklist(VERDICTS) }),
  }),
  'DELETE /api/opinions': endpoint({
    level: 'household',
    summary: 'Takes back what was said about a track in its mood.',
    input: object({ id }),
    output: object({ id }),
  }),
  'GET /api/sources': endpoint({
    level: 'household',
    summary: 'The sources of music in use, first choice first, and what state each is in.',
    output: object({
      sources: array(object({ name: source, state: sourceState, tracks: optional(pipe(number(), description('At hand on this box.'))) })),
    }),
  }),
  'GET /api/search': endpoint({
    level: 'household',
    summary: `Searches one source for tracks by words; at most ${MOST_FOUND}.`,
    input: object({
      q: pipe(
        string('say what to search for'),
        trim(),
        nonEmpty('say what to search for'),
        maxLength(LONGEST_SEARCH, `use at most ${LONGEST_SEARCH} characters`),
      ),
      source: picklist(SOURCES, `name a source: ${SOURCES.join(', ')}`),
    }),
    output: object({ tracks: array(track), why: pipe(nullable(picklist(NOT_FOUND)), description('Why it could not search; else null.')) }),
    rate: { most: 12, span: ms(60_000) },
  }),
  'POST /api/play': endpoint({
    level: 'household',
    summary: "Plays a track now, once; the mood's own music follows it.",
    input: object({ id }),
    output: object({ title: string(), why: pipe(nullable(picklist(NOT_FOUND)), description('Why it cannot be played now; else null.')) }),
    rate: { most: 20, span: ms(60_000) },
  }),
  'GET /api/library': endpoint({
    level: 'household',
    summary: 'How many tracks of your own there are for each mood, and those of one mood.',
    input: object({ mood: optional(mood), from: optional(whole(0, 1_000_000), '0') }),
    output: object({
      state: nullable(sourceState),
      moods: array(object({ mood, tracks: number() })),
      tracks: array(track),
      total: pipe(number(), description('How many the mood has; those in `tracks` begin at `from`.')),
    }),
  }),
  'GET /api/searches': endpoint({
    level: 'household',
    summary: 'The words that are searched for in each mood, those of the configuration, and whether the first differ from the second.',
    output: object({ moods: array(wordsOfMood) }),
  }),
  'PUT /api/searches': endpoint({
    level: 'household',
    summary: 'Changes the words that are searched for in a mood from the next search on; null goes back to those of the configuration.',
    input: object({ mood, words: nullable(words) }),
    output: wordsOfMood,
  }),
} as const;

export type PlaysAnswer = InferOutput<(typeof MUSIC_ENDPOINTS)['GET /api/plays']['output']>;
export type OpinionsAnswer = InferOutput<(typeof MUSIC_ENDPOINTS)['GET /api/opinions']['output']>;
export type SourcesAnswer = InferOutput<(typeof MUSIC_ENDPOINTS)['GET /api/sources']['output']>;
export type SearchAnswer = InferOutput<(typeof MUSIC_ENDPOINTS)['GET /api/search']['output']>;
export type LibraryAnswer = InferOutput<(typeof MUSIC_ENDPOINTS)['GET /api/library']['output']>;
export type SearchesAnswer = InferOutput<(typeof MUSIC_ENDPOINTS)['GET /api/searches']['output']>;
