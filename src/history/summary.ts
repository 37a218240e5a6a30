import type { Mood } from '../domain/emotion.ts';
import type { Feedback, HeardTrack, HistoryEntry } from '../domain/history.ts';
import type { TrackSource } from '../domain/music.ts';
import type { Moment, Ms } from '../domain/units.ts';
import { ms } from '../domain/units.ts';

type Play = Extract<HistoryEntry, { kind: 'play' }>;
/** A track, how often it was played, skipped or liked, and for plays how long it was heard. */
export type MoodTally = { readonly track: HeardTrack; readonly times: number; readonly heard: Ms };

/** A span of time in a few figures. Lists begin with the most frequent. `on` is how long the box was on, as far as we know. */
export type HistorySummary = {
  readonly since: Moment;
  readonly until: Moment;
  readonly on: Ms;
  readonly moods: readonly { readonly mood: Mood; readonly time: Ms }[];
  readonly plays: number;
  readonly heard: Ms;
  readonly unplayable: number;
  readonly sources: readonly { readonly source: TrackSource; readonly plays: number }[];
  readonly played: readonly MoodTally[];
  readonly skipped: readonly MoodTally[];
  readonly liked: readonly MoodTally[];
  readonly disliked: readonly MoodTally[];
};

/** Sums up the entries that touch the span. An entry that reaches beyond it counts with the part inside. */
export function summarise(
  entries: readonly HistoryEntry[],
  { since, until }: { readonly since: Moment; readonly until: Moment },
): HistorySummary {
  const inside = (from: Moment, to: Moment): Ms => ms(Math.max(0, Math.min(to, until) - Math.max(from, since)));
  const moods = entries.filter((each) => each.kind === 'mood').map(({ mood, at, until: end }) => [mood, inside(at, end)] as const);
  const plays = entries.filter((each): each is Play => each.kind === 'play' && inside(each.at, each.until) > 0);
  const heard = (play: Play): Ms => ms(Math.min(play.heard, inside(play.at, play.until)));
  return {
    ...{ since, until, on: ms(total(moods.map(([, time]) => time))) },
    moods: grouped(moods, ([mood]) => mood)
      .map(([mood, all]) => ({ mood, time: ms(total(all.map(([, time]) => time))) }))
      .filter(({ time }) => time > 0)
      .sort((a, b) => b.time - a.time),
    plays: plays.length,
    heard: ms(total(plays.map(heard))),
    unplayable: plays.filter(({ end }) => end === 'failed').length,
    sources: grouped(plays, ({ track }) => track.source)
      .map(([source, all]) => ({ source, plays: all.length }))
      .sort((a, b) => b.plays - a.plays),
    played: tallied(plays, heard),
    skipped: tallied(opinions(entries, 'skip'), () => ms(0)),
    liked: tallied(opinions(entries, 'like'), () => ms(0)),
    disliked: tallied(opinions(entries, 'dislike'), () => ms(0)),
  };
}

const opinions = (entries: readonly HistoryEntry[], kind: Feedback['kind']): readonly Feedback[] =>
  entries.filter((each): each is Feedback => each.kind === kind);

function tallied<T extends { readonly track: HeardTrack }>(things: readonly T[], heard: (thing: T) => Ms): readonly MoodTally[] {
  return grouped(things, ({ track }) => track.id)
    .flatMap(([, all]) => all.slice(-1).map(({ track }) => ({ track, times: all.length, heard: ms(total(all.map(heard))) })))
    .sort((a, b) => b.times - a.times || b.heard - a.heard);
}

function grouped<T, K>(things: readonly T[], key: (thing: T) => K): readonly (readonly [K, readonly T[]])[] {
  const groups = new Map<K, T[]>();
  for (const thing of things) {
    const group = groups.get(key(thing));
    if (group) group.push(thing);
    else groups.set(key(thing), [thing]);
  }
  return [...groups];
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
