import type { Mood } from '../../domain/emotion.ts';
import type { Decider, Feedback, HistoryEntry, PlayEnd } from '../../domain/history.ts';
import { FEEDBACKS } from '../../domain/history.ts';
import type { TrackSource } from '../../domain/music.ts';
import type { Moment } from '../../domain/units.ts';
import { moment } from '../../domain/units.ts';
import type { TimeSpan } from './local-time.ts';
import { cutTo } from './local-time.ts';

type Stretch = { readonly at: Moment; readonly until: Moment };
export type MoodSpan = Stretch & { readonly mood: Mood; readonly by: Decider };
/** Whether somebody was there. While a person holds a mood, the history does not know. */
export type PresenceSpan = Stretch & { readonly present: boolean };
export type PlayOnStrip = Stretch & {
  readonly title: string;
  readonly source: TrackSource;
  readonly mood: Mood;
  readonly end?: PlayEnd;
  readonly liked: boolean;
  readonly skipped: boolean;
  readonly disliked: boolean;
};
/** One day, or a part of it, as it can be drawn. `more`: it had more than is here, and the newest is here. */
export type DayStrip = {
  readonly moods: readonly MoodSpan[];
  readonly presence: readonly PresenceSpan[];
  readonly plays: readonly PlayOnStrip[];
  readonly more: boolean;
};

/** The most that one strip holds; beyond that nobody sees anything in it. */
const MOST = { moods: 600, plays: 600 } as const;
/** The file notes that the box is on at least this often. */
const PULSE = 6 * 60_000;

/** The strip of a span. What was going on when the file was last written goes on until `now`. */
export function stripOf(entries: readonly HistoryEntry[], span: TimeSpan, now: Moment): DayStrip {
  const moods = moodSpans(entries, span, now);
  const plays = playsOn(entries, span, now);
  return {
    moods: moods.slice(-MOST.moods),
    presence: presenceSpans(moods).slice(-MOST.moods),
    plays: plays.slice(-MOST.plays),
    more: moods.length > MOST.moods || plays.length > MOST.plays,
  };
}

/** The moods that touch a span, cut to it. The same mood twice in a row, by the same, is one span. */
export function moodSpans(entries: readonly HistoryEntry[], span: TimeSpan, now: Moment): readonly MoodSpan[] {
  const moods = entries.filter((each) => each.kind === 'mood');
  const last = moods.at(-1);
  return moods
    .map((each) => (each === last ? goingOn(each, now) : each))
    .flatMap((each) => cutTo(each, span) ?? [])
    .reduce<MoodSpan[]>((spans, { at, until, mood, by }) => joined(spans, { at, until, mood, by }, 'mood', 'by'), []);
}

function presenceSpans(moods: readonly MoodSpan[]): readonly PresenceSpan[] {
  return moods
    .filter(({ by }) => by !== 'person')
    .reduce<PresenceSpan[]>((spans, { at, until, mood }) => joined(spans, { at, until, present: mood !== 'away' }, 'present'), []);
}

/** Adds a stretch, or lengthens the last one if the new one goes on where it ended and is like it. */
function joined<T extends Stretch>(all: T[], next: T, ...alike: readonly (keyof T)[]): T[] {
  const last = all.at(-1);
  if (last && last.until === next.at && alike.every((key) => last[key] === next[key])) all[all.length - 1] = { ...last, until: next.until };
  else all.push(next);
  return all;
}

function playsOn(entries: readonly HistoryEntry[], span: TimeSpan, now: Moment): readonly PlayOnStrip[] {
  const said = entries.filter(isOpinion);
  return entries
    .filter((each) => each.kind === 'play')
    .map((each) => (each.end === undefined ? goingOn(each, now) : each))
    .flatMap((each) => cutTo(each, span) ?? [])
    .map(({ at, until, track, end }) => {
      const about = said.filter((each) => each.track.id === track.id && each.at >= at && each.at <= until).map(({ kind }) => kind);
      const { title, source, mood } = track;
      return {
        at,
        until,
        title,
        source,
        mood,
        ...(end && { end }),
        liked: about.includes('like'),
        skipped: end === 'skipped' || about.includes('skip'),
        disliked: about.includes('dislike'),
      };
    });
}

/** The file is behind by some minutes: what reached to its last note of the box has not ended. */
function goingOn<T extends Stretch>(entry: T, now: Moment): T {
  return entry.until < now && now - entry.until <= PULSE ? { ...entry, until: moment(now) } : entry;
}

/** How long a mood lasted, in milliseconds. */
export type MoodShare = { readonly mood: Mood; readonly time: number };

/** The time in each mood, the longest first. */
export function sharesOf(moods: readonly MoodSpan[]): readonly MoodShare[] {
  const times = new Map<Mood, number>();
  for (const { at, until, mood } of moods) times.set(mood, (times.get(mood) ?? 0) + until - at);
  return [...times].map(([mood, time]) => ({ mood, time })).sort((a, b) => b.time - a.time);
}

const isOpinion = (entry: HistoryEntry): entry is Feedback => FEEDBACKS.some((kind) => kind === entry.kind);
