import type { InferOutput } from 'valibot';
import {
  array,
  boolean,
  check,
  integer,
  length,
  literal,
  nullable,
  number,
  object,
  optional,
  picklist,
  pipe,
  string,
  variant,
} from 'valibot';
import { EMOTIONS, MOODS } from '../../domain/emotion.ts';
import { DECIDERS, PLAY_ENDS } from '../../domain/history.ts';
import { TRACK_SOURCES } from '../../domain/music.ts';
import { HOURS_A_DAY } from '../../domain/plan.ts';
import { ms } from '../../domain/units.ts';
import { endpoint, file } from './endpoint.ts';

/** A local day of the box, as `2026-11-24`. */
const DATE = pipe(string('write a day as 2026-11-24'), check(isDay, 'write a day as 2026-11-24'));
/** Moments are milliseconds since 1970, lengths of time are milliseconds. */
const MOMENT = pipe(number(), integer());
const MOOD = picklist(MOODS);
const EMOTION = picklist(EMOTIONS);
/** From the first of these days to the last, both included. */
const DAYS = object({ since: DATE, until: DATE });

const MOOD_SPANS = array(object({ at: MOMENT, until: MOMENT, mood: MOOD, by: picklist(DECIDERS) }));
const SHARES = array(object({ mood: MOOD, time: number() }));
const PLAYS = array(
  object({
    ...{ at: MOMENT, until: MOMENT, title: string(), source: picklist(TRACK_SOURCES), mood: MOOD, end: optional(picklist(PLAY_ENDS)) },
    ...{ liked: boolean(), skipped: boolean(), disliked: boolean() },
  }),
);
/** `zone`: the box's time zone (IANA), in which a day begins and its hours are meant. `ticks`: each third hour of the local clock. */
const DAY = { date: string(), zone: string(), since: MOMENT, until: MOMENT, ticks: array(MOMENT) };

const HOURS = pipe(
  array(nullable(picklist(EMOTIONS, 'a planned mood must be one of the seven emotions, or null')), 'hours must be a list'),
  length(HOURS_A_DAY, `a day has ${HOURS_A_DAY} hours`),
);
const PLAN = object({ workday: HOURS, weekend: HOURS });
const PROPOSED = array(
  variant('kind', [
    object({ kind: literal('typical'), mood: EMOTION, share: number(), days: number() }),
    object({ kind: literal('mixed'), days: number() }),
    object({ kind: literal('unknown'), days: number() }),
  ]),
);

const STATISTICS = object({
  ...{ sessions: number(), session_minutes: nullable(number()), emotions_a_session: nullable(number()) },
  ...{ plays: number(), plays_succeeded: nullable(number()), plays_heard_out: nullable(number()) },
  ...{ likes: number(), dislikes: number(), satisfaction: nullable(number()) },
  /** How often people said that a reading was right, of how many answers. */
  agreement: object({ share: nullable(number()), answers: number() }),
  /** The paper's Table 4. */
  paper: object({
    ...{ agreement: number(), satisfaction: number(), session_minutes: number(), emotions_a_session: number(), plays_succeeded: number() },
  }),
});

/** A year of the past is a second of work, on a small board several. */
const SELDOM = { most: 20, span: ms(30_000) };

/** Each may have 4 MB, which wait in the page's process for whoever reads slowly. */
const EXPORTS = { most: 10, span: ms(60_000) };

export const DAY_ENDPOINTS = {
  'GET /api/day': endpoint({
    level: 'household',
    summary: 'One local day: spans of mood and presence, and what was played.',
    input: object({ date: optional(DATE) }),
    output: object({
      ...DAY,
      moods: MOOD_SPANS,
      presence: array(object({ at: MOMENT, until: MOMENT, present: boolean() })),
      plays: PLAYS,
      shares: SHARES,
      more: boolean(),
    }),
  }),
  'GET /api/week': endpoint({
    level: 'household',
    summary: 'The seven local days that end with a date, each as spans of mood, and the time in each mood.',
    input: object({ date: optional(DATE) }),
    output: object({ days: array(object({ ...DAY, moods: MOOD_SPANS })), shares: SHARES }),
    rate: SELDOM,
  }),
  'GET /api/transitions': endpoint({
    level: 'household',
    summary: 'How often each mood turned into another, and what was playing then.',
    input: DAYS,
    output: object({
      transitions: array(object({ from: MOOD, to: MOOD, times: number(), played: array(object({ title: string(), times: number() })) })),
    }),
    rate: SELDOM,
  }),
  'GET /api/statistics': endpoint({
    level: 'household',
    summary: "How well the box does, beside the values of the paper's Table 4.",
    input: DAYS,
    output: STATISTICS,
    rate: SELDOM,
  }),
  'GET /api/history.csv': endpoint({
    level: 'household',
    summary: 'The history of a month at most, for a spreadsheet.',
    input: DAYS,
    output: file('text/csv'),
    rate: EXPORTS,
  }),
  'GET /api/history.json': endpoint({
    level: 'household',
    summary: 'The history of a month at most, as JSON.',
    input: DAYS,
    output: file('application/json'),
    rate: EXPORTS,
  }),
  'GET /api/research.csv': endpoint({
    level: 'owner',
    summary: 'Counts an hour of all days that are over, with noise if `history.private_statistics` is on.',
    output: file('text/csv'),
    rate: { most: 5, span: ms(60_000) },
  }),
  'DELETE /api/history': endpoint({
    level: 'owner',
    summary: 'Erases the history for good: all of it, or everything before a day.',
    input: object({ before: optional(DATE), sure: literal('erase', 'add sure=erase to say that you mean it: this cannot be undone') }),
    output: object({ moods: number(), plays: number(), opinions: number(), switches: number(), answers: number(), visits: number() }),
    rate: { most: 5, span: ms(60_000) },
  }),
  'GET /api/plan': endpoint({
    level: 'household',
    summary: 'The plan of the day: what was decided, and what the last weeks suggest.',
    output: object({
      state: picklist(['undecided', 'used', 'refused']),
      plan: optional(PLAN),
      proposal: object({ workday: PROPOSED, weekend: PROPOSED, missing: number() }),
    }),
    rate: SELDOM,
  }),
  'PUT /api/plan': endpoint({
    level: 'household',
    summary: 'Uses a plan of the day, proposed or changed, or refuses it.',
    input: variant(
      'decision',
      [object({ decision: literal('use'), plan: PLAN }), object({ decision: literal('refuse') })],
      "decision must be 'use', with a plan, or 'refuse'",
    ),
    output: object({ state: picklist(['undecided', 'used', 'refused']), plan: optional(PLAN) }),
    rate: SELDOM,
  }),
} as const;

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

export type DayAnswer = InferOutput<(typeof DAY_ENDPOINTS)['GET /api/day']['output']>;
export type WeekAnswer = InferOutput<(typeof DAY_ENDPOINTS)['GET /api/week']['output']>;
export type TransitionsAnswer = InferOutput<(typeof DAY_ENDPOINTS)['GET /api/transitions']['output']>;
export type StatisticsAnswer = InferOutput<typeof STATISTICS>;
export type PlanAnswer = InferOutput<(typeof DAY_ENDPOINTS)['GET /api/plan']['output']>;
