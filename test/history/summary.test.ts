import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../src/domain/history.ts';
import { ms } from '../../src/domain/units.ts';
import { summarise } from '../../src/history/summary.ts';
import { second, song } from '../contracts/history.ts';

const mood = (from: number, to: number, name: 'happy' | 'sad' | 'away'): HistoryEntry => ({
  ...{ kind: 'mood', at: second(from), until: second(to), mood: name, by: 'camera' },
});
const play = (from: number, to: number, id: string, end: 'ended' | 'failed' = 'ended'): HistoryEntry => ({
  ...{ kind: 'play', at: second(from), until: second(to), track: song(id), heard: ms((to - from) * 1000), end },
});
const hour = { since: second(0), until: second(3600) };

describe('summarise', () => {
  test('of nothing is nothing', () =>
    expect(summarise([], hour)).toEqual({
      ...hour,
      ...{ on: 0, moods: [], plays: 0, heard: 0, unplayable: 0, sources: [], played: [], skipped: [], liked: [], disliked: [] },
    }));

  test('adds up each mood, the longest first, and counts only what lies inside', () => {
    const { moods, on } = summarise(
      [mood(-600, 60, 'sad'), mood(60, 1000, 'happy'), mood(1000, 1030, 'sad'), mood(3500, 9999, 'away')],
      hour,
    );
    expect(moods).toEqual([
      { mood: 'happy', time: 940_000 },
      { mood: 'away', time: 100_000 },
      { mood: 'sad', time: 90_000 },
    ]);
    expect(on).toBe(1_130_000);
  });

  test('counts plays by track and source, and hears only what lies inside', () => {
    const radio = { ...song('r'), source: 'streams' } as const;
    const entries: HistoryEntry[] = [
      play(-100, 100, 'a'),
      play(100, 400, 'b'),
      play(500, 600, 'a', 'failed'),
      { kind: 'play', at: second(3000), until: second(5000), track: radio, heard: ms(2_000_000) },
      play(3600, 3700, 'late'),
    ];
    const { heard, played, plays, sources, unplayable } = summarise(entries, hour);
    expect({ heard, plays, unplayable }).toEqual({ heard: 1_100_000, plays: 4, unplayable: 1 });
    expect(played.map(({ track, times, heard: length }) => [track.id, times, length])).toEqual([
      ['a', 2, 200_000],
      ['r', 1, 600_000],
      ['b', 1, 300_000],
    ]);
    expect(sources).toEqual([
      { source: 'library', plays: 3 },
      { source: 'streams', plays: 1 },
    ]);
  });

  test('lists what was liked and skipped, the most frequent first', () => {
    const said = (kind: 'like' | 'skip', id: string): HistoryEntry => ({ kind, at: second(1), track: song(id) });
    const { liked, skipped } = summarise([said('like', 'a'), said('skip', 'b'), said('like', 'c'), said('like', 'c')], hour);
    expect(liked.map(({ track, times }) => [track.id, times])).toEqual([
      ['c', 2],
      ['a', 1],
    ]);
    expect(skipped.map(({ track }) => track.id)).toEqual(['b']);
  });
});
