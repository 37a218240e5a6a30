import type { MoodChange, Report } from '../../domain/report.ts';
import type { Restraints } from '../outbox.ts';
import type { Topics } from '../topics.ts';
import type { Entity, StateTopic } from './entities.ts';
import { AVAILABILITIES, ENTITIES, OTHER_STATES } from './entities.ts';
import { percentOf } from './values.ts';

const ROWS: readonly Entity[] = Object.values(ENTITIES);

function statesIn({ state, attributes }: Entity): readonly StateTopic[] {
  return [state, attributes].filter((each) => each !== undefined);
}

/** Every retained topic, in the order in which they are sent: availability first. Entities may share one. */
const STATES: readonly StateTopic[] = [...new Set([...Object.values(AVAILABILITIES), ...OTHER_STATES, ...ROWS.flatMap(statesIn)])];

/** A report as retained messages, by topic: always the same topics, except those of values that this box does not have. */
export const statesOf = (report: Report, { base }: Topics): ReadonlyMap<string, string> =>
  new Map(
    STATES.flatMap(({ topic, value }) => {
      const payload = value(report);
      return payload === undefined ? [] : [[`${base}/${topic}`, payload] as const];
    }),
  );

/** What holds the states back: by far the most of what a room does is no news. */
export function restraintsOf({ base }: Topics): Required<Restraints> {
  const rows = STATES.map((row) => [`${base}/${row.topic}`, row] as const);
  return {
    flushing: rows.flatMap(([topic, { flushes }]) => (flushes ? [topic] : [])),
    paces: new Map(rows.flatMap(([topic, { paces }]) => (paces ? [[topic, paces] as const] : []))),
    passing: new Map(rows.flatMap(([topic, { passing }]) => (passing ? [[topic, passing] as const] : []))),
    deadBands: new Map(rows.flatMap(([topic, { deadBand }]) => (deadBand === undefined ? [] : [[topic, deadBand] as const]))),
  };
}

/**
 * The topics that answer a command, by the command's topic: the state of its entity, and the attributes. A button has none, and the install
 * button of an update counts as one: its state follows much later.
 */
export const answersOf = ({ base, set }: Topics): ReadonlyMap<string, readonly string[]> =>
  new Map(
    ROWS.flatMap((row) => {
      if (row.command === undefined || row.platform === 'update') return [];
      return [[set[row.command], statesIn(row).map(({ topic }) => `${base}/${topic}`)] as const];
    }),
  );

/** A change of mood as Home Assistant's `event` wants it: JSON, whose `event_type` is the new mood. */
export const eventOf = ({ from, to, confidence }: MoodChange): string =>
  JSON.stringify({ event_type: to, from, to, confidence: Number(percentOf(confidence)) });
