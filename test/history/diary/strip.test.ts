import { describe, expect, test } from 'vitest';
import { sharesOf, stripOf } from '../../../src/history/diary/strip.ts';
import { local, mood, play, said } from './entries.ts';

const DAY = { since: local('2026-11-24 00:00'), until: local('2026-11-25 00:00') };
const LATER = local('2026-11-30 00:00');
const at = (time: string) => local(`2026-11-24 ${time}`);

describe('a strip', () => {
  test('is cut to its day, and joins the same mood twice in a row', () => {
    const entries = [
      mood('2026-11-23 20:00', '2026-11-24 01:00', 'happy'),
      mood('2026-11-24 01:00', '2026-11-24 02:00', 'happy'),
      mood('2026-11-24 02:00', '2026-11-24 03:00', 'sad'),
      mood('2026-11-24 23:00', '2026-11-25 09:00', 'away'),
    ];
    const { moods, presence } = stripOf(entries, DAY, LATER);
    expect(moods).toEqual([
      { at: DAY.since, until: at('02:00'), mood: 'happy', by: 'camera' },
      { at: at('02:00'), until: at('03:00'), mood: 'sad', by: 'camera' },
      { at: at('23:00'), until: DAY.until, mood: 'away', by: 'camera' },
    ]);
    expect(presence).toEqual([
      { at: DAY.since, until: at('03:00'), present: true },
      { at: at('23:00'), until: DAY.until, present: false },
    ]);
    expect(sharesOf(moods).map(({ mood: name, time }) => [name, time / 3_600_000])).toEqual([
      ['happy', 2],
      ['sad', 1],
      ['away', 1],
    ]);
  });

  test('knows nothing of presence while a person holds the mood', () =>
    expect(stripOf([mood('2026-11-24 10:00', '2026-11-24 11:00', 'sad', 'person')], DAY, LATER).presence).toEqual([]));

  test('goes on until now where the file is some minutes behind, and not where it ended long ago', () => {
    const going = [mood('2026-11-24 10:00', '2026-11-24 11:00', 'happy'), play('2026-11-24 10:50', '2026-11-24 11:00', 'Morning')];
    const until = (now: string) => {
      const { moods, plays } = stripOf(going, DAY, at(now));
      return [moods[0]?.until, plays[0]?.until];
    };
    expect(until('11:04')).toEqual([at('11:04'), at('11:04')]);
    expect(until('12:00')).toEqual([at('11:00'), at('11:00')]);
  });

  test('says what was liked and skipped in that play, and not in another of the same track', () => {
    const entries = [
      play('2026-11-24 10:00', '2026-11-24 10:03', 'Morning', 'ended'),
      said('2026-11-24 10:02', 'like', 'Morning'),
      said('2026-11-24 11:00', 'dislike', 'Morning'),
      play('2026-11-24 11:00', '2026-11-24 11:01', 'Morning', 'skipped'),
    ];
    expect(stripOf(entries, DAY, LATER).plays.map(({ liked, skipped, disliked }) => [liked, skipped, disliked])).toEqual([
      [true, false, false],
      [false, true, true],
    ]);
  });

  test('holds the newest of too much, and says that there was more', () => {
    const many = Array.from({ length: 1200 }, (_, i) => {
      const clock = (n: number) => `2026-11-24 ${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`;
      return mood(clock(i), clock(i + 1), i % 2 ? 'happy' : 'sad');
    });
    const { moods, more } = stripOf(many, DAY, LATER);
    expect([moods.length, more, moods.at(-1)?.until]).toEqual([600, true, at('20:00')]);
    expect(stripOf(many.slice(0, 5), DAY, LATER).more).toBe(false);
  });
});
