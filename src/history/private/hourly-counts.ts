import type { Emotion } from '../../domain/emotion.ts';
import { EMOTIONS, isEmotion } from '../../domain/emotion.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import type { DayKind } from '../../domain/plan.ts';
import { DAY_KINDS, dayKindAt, HOURS_A_DAY } from '../../domain/plan.ts';
import type { LocalDate, TimeSpan } from '../diary/local-time.ts';
import { cutTo, dateOf, hoursIn } from '../diary/local-time.ts';

/** How many hours of a day count at most: those in which moods were read for longest. */
export const HOURS_THAT_COUNT = 8;
/**
 * The sum of all changes of the counts that one person can cause by being there, or not, on one day: each of the hours that count may leave
 * one count and enter another.
 */
export const SENSITIVITY = 2 * HOURS_THAT_COUNT;
/** An hour counts if moods were read in at least so much of it. */
const LEAST = 10 * 60_000;

/** On how many days of a kind an hour of the day belonged mainly to a mood. */
export type HourlyCount = { readonly day: DayKind; readonly hour: number; readonly mood: Emotion; readonly count: number };

type Hour = { readonly day: DayKind; readonly hour: number; readonly times: Map<Emotion, number> };

/** Counts the hours of each mood in whole days. Each day adds at most `HOURS_THAT_COUNT` to all counts together. */
export class HourlyCounter {
  readonly #span: TimeSpan;
  readonly #days = new Map<LocalDate, Map<number, Hour>>();

  constructor(span: TimeSpan) {
    this.#span = span;
  }

  /** Takes in entries. Only what the camera read counts. */
  add(entries: readonly HistoryEntry[]): this {
    for (const entry of entries) {
      if (entry.kind !== 'mood' || entry.by !== 'camera' || !isEmotion(entry.mood)) continue;
      const inside = cutTo(entry, this.#span);
      if (inside) for (const piece of hoursIn({ since: inside.at, until: inside.until })) this.#note(piece, entry.mood);
    }
    return this;
  }

  /** Every count, also those of 0: that a row is there must say nothing. */
  get counts(): readonly HourlyCount[] {
    const counts = new Map<string, number>();
    for (const hours of this.#days.values()) {
      for (const key of countedIn([...hours.values()])) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const hours = Array.from({ length: HOURS_A_DAY }, (_, hour) => hour);
    return DAY_KINDS.flatMap((day) =>
      hours.flatMap((hour) => EMOTIONS.map((mood) => ({ day, hour, mood, count: counts.get(keyOf(day, hour, mood)) ?? 0 }))),
    );
  }

  #note({ since, until, hour }: TimeSpan & { readonly hour: number }, mood: Emotion): void {
    const date = dateOf(since);
    const hours = this.#days.get(date) ?? new Map<number, Hour>();
    this.#days.set(date, hours);
    const known = hours.get(hour) ?? { day: dayKindAt(new Date(since)), hour, times: new Map() };
    hours.set(hour, known);
    known.times.set(mood, (known.times.get(mood) ?? 0) + until - since);
  }
}

/** The counts to which one day adds one each. */
function countedIn(hours: readonly Hour[]): readonly string[] {
  return hours
    .map((hour) => ({ ...hour, read: [...hour.times.values()].reduce((sum, each) => sum + each, 0) }))
    .filter(({ read }) => read >= LEAST)
    .sort((a, b) => b.read - a.read || a.hour - b.hour)
    .slice(0, HOURS_THAT_COUNT)
    .map(({ day, hour, times }) => keyOf(day, hour, [...times].reduce((best, each) => (each[1] > best[1] ? each : best))[0]));
}

const keyOf = (day: DayKind, hour: number, mood: Emotion): string => `${day} ${hour} ${mood}`;
