import type { Emotion } from '../../domain/emotion.ts';
import { isEmotion } from '../../domain/emotion.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import type { DayKind, HourProposal } from '../../domain/plan.ts';
import { DAY_KINDS, dayKindAt, HOURS_A_DAY } from '../../domain/plan.ts';
import type { LocalDate } from './local-time.ts';
import { dateOf, hoursIn } from './local-time.ts';

/**
 * A plan as the history suggests it. `missing`: it takes at least so many more days until there is any hour to propose; 0 if there is
 * one.
 */
export type PlanProposal = Readonly<Record<DayKind, readonly HourProposal[]>> & { readonly missing: number };

/** How far back the proposal looks, in days: what was in spring says little about autumn. */
export const LOOKS_BACK = 56;
/** On how many days a mood has to be read in an hour before that hour is proposed. */
export const DAYS_NEEDED: Readonly<Record<DayKind, number>> = { workday: 5, weekend: 4 };
/** A day counts for an hour if moods were read in at least so much of it. */
const LEAST = 10 * 60_000;
/** A mood that took less than this share of the time is not typical. */
const TYPICAL = 0.5;

type Times = Map<Emotion, number>;

/** Collects which moods the camera read in each hour of each day, a day of entries after the other. */
export class PlanEvidence {
  /** By kind of day and hour, then by date. */
  readonly #hours = new Map<string, Map<LocalDate, Times>>();

  /** Takes in entries. What a person or an earlier plan decided is no evidence. */
  add(entries: readonly HistoryEntry[]): this {
    for (const entry of entries) {
      if (entry.kind !== 'mood' || entry.by !== 'camera' || !isEmotion(entry.mood)) continue;
      for (const { since, until, hour } of hoursIn({ since: entry.at, until: entry.until })) {
        const key = `${dayKindAt(new Date(since))} ${hour}`;
        const days = emplaced(this.#hours, key, () => new Map<LocalDate, Times>());
        const times = emplaced(days, dateOf(since), (): Times => new Map());
        times.set(entry.mood, (times.get(entry.mood) ?? 0) + until - since);
      }
    }
    return this;
  }

  get proposal(): PlanProposal {
    const of = (kind: DayKind) => Array.from({ length: HOURS_A_DAY }, (_, hour) => this.#hourOf(kind, hour));
    const proposed = { workday: of('workday'), weekend: of('weekend') };
    const all = DAY_KINDS.flatMap((kind) => proposed[kind]);
    const missing = all.some(({ kind }) => kind === 'typical')
      ? 0
      : Math.min(...all.map((each) => (each.kind === 'unknown' ? each.days : 1)));
    return { ...proposed, missing };
  }

  #hourOf(kind: DayKind, hour: number): HourProposal {
    const days = [...(this.#hours.get(`${kind} ${hour}`)?.values() ?? [])].filter((times) => totalOf(times) >= LEAST);
    return proposalOf(days, DAYS_NEEDED[kind]);
  }
}

/** Each day has one vote, which it splits by time, so that one long day does not outvote a week. */
function proposalOf(days: readonly Times[], needed: number): HourProposal {
  if (days.length < needed) return { kind: 'unknown', days: needed - days.length };
  const votes: Times = new Map();
  for (const times of days) for (const [mood, time] of times) votes.set(mood, (votes.get(mood) ?? 0) + time / totalOf(times));
  const [mood, vote] = [...votes].reduce((best, each) => (each[1] > best[1] ? each : best));
  const share = Math.round((100 * vote) / days.length) / 100;
  return share >= TYPICAL ? { kind: 'typical', mood, share, days: days.length } : { kind: 'mixed', days: days.length };
}

const totalOf = (times: Times): number => [...times.values()].reduce((sum, each) => sum + each, 0);

function emplaced<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
