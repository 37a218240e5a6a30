import type { MoodChange, Report } from '../../domain/report.ts';
import type { Ms } from '../../domain/units.ts';
import type { Topics } from '../topics.ts';
import type { Entity, StateTopic } from './entities.ts';
import { AVAILABILITIES, ENTITIES, OTHER_STATES } from './entities.ts';
import { percentOf } from './values.ts';

const ROWS: readonly Entity[] = Object.values(ENTITIES);

function statesIn({ state, attributes }: Entity): readonly StateTopic[] {
  return [state, attributes].filter((each) => each !== undefined);
}

/** Every retained topic, in the order in which they are sent: availability first. */
const STATES: readonly StateTopic[] = [...Object.values(AVAILABILITIES), ...OTHER_STATES, ...ROWS.flatMap(statesIn)];

/** A report as retained messages, by topic: always the same topics, except those of values that this box does not have. */
export const statesOf = (report: Report, { base }: Topics): ReadonlyMap<string, string> =>
  new Map(
    STATES.flatMap(({ topic, value }) => {
      const payload = value(report);
      return payload === undefined ? [] : [[`${base}/${topic}`, payload] as const];
    }),
  );

/** The states whose change sends all others with it. They change a few times an hour. */
export const flushingOf = ({ base }: Topics): readonly string[] =>
  STATES.filter(({ flushes }) => flushes).map(({ topic }) => `${base}/${topic}`);

/** The shortest time between two messages, for the topics that may change with every frame. */
export const throttlesOf = ({ base }: Topics): ReadonlyMap<string, Ms> =>
  new Map(STATES.flatMap(({ topic, throttle }) => (throttle === undefined ? [] : [[`${base}/${topic}`, throttle] as const])));

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

/** A change of mood as Home Assistant's `event` wants it: JSON with `event_type`. */
export const eventOf = (change: MoodChange): string =>
  JSON.stringify({ event_type: 'mood_changed', from: change.from, to: change.to, confidence: Number(percentOf(change.confidence)) });
