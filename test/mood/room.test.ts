import { describe, expect, test } from 'vitest';
import type { Emotion } from '../../src/domain/emotion.ts';
import { scoresBy } from '../../src/domain/emotion.ts';
import type { Sighting } from '../../src/domain/sight.ts';
import { instant, ms, px, share } from '../../src/domain/units.ts';
import type { MoodSettings } from '../../src/mood/room.ts';
import { beginRoom, moodIn, stepRoom } from '../../src/mood/room.ts';
import { swift } from './swift.ts';

const manners: MoodSettings = {
  ...{ of: 'largest', hold: ms(3000), margin: share(0.1), min_confidence: share(0.4), away_after: ms(10_000), smoothing: ms(1000) },
  ...swift,
};
const sighting = (at: number, emotion?: Emotion): Sighting => ({
  at: instant(at),
  faces: emotion
    ? [{ id: 1, box: { x: px(0), y: px(0), width: px(50), height: px(50) }, scores: scoresBy((e) => (e === emotion ? 0.7 : 0.05)) }]
    : [],
});
const watch = (span: number, emotion?: Emotion, from = beginRoom(), start = 0) => {
  let state = from;
  for (let at = start; at <= start + span; at += 100) state = stepRoom(state, sighting(at, emotion), manners);
  return state;
};

describe('stepRoom', () => {
  test('begins empty, and stays so without faces', () => expect(moodIn(watch(30_000))).toBe('away'));

  test('settles on what a face shows for long enough', () => expect(moodIn(watch(3000, 'happy'))).toBe('happy'));

  test('settles on its very first mood in a quarter of the hold, and holds it for the whole', () => {
    expect(moodIn(watch(700, 'happy'))).toBe('away');
    const first = watch(800, 'happy');
    expect(moodIn(first)).toBe('happy');
    expect(first.feeling.expression.new).toBeUndefined();
    const other = watch(3000, 'sad', first, 900);
    expect(moodIn(other)).toBe('happy');
    expect(moodIn(watch(2000, 'sad', other, 4000))).toBe('sad');
  });

  test('asks for the whole hold of the next who come, once there was a mood', () => {
    const left = watch(12_000, undefined, watch(3000, 'happy'), 3100);
    expect(moodIn(left)).toBe('away');
    const back = watch(2900, 'happy', left, 20_000);
    expect(moodIn(back)).toBe('away');
    expect(moodIn(watch(200, 'happy', back, 23_000))).toBe('happy');
  });

  test('its first mood waits for faces that agree, and for sure ones', () => {
    let state = beginRoom();
    for (let at = 0; at <= 2000; at += 100) state = stepRoom(state, sighting(at, at % 1000 < 500 ? 'happy' : undefined), manners);
    expect(moodIn(state)).toBe('happy');
    let torn = beginRoom();
    for (let at = 0; at <= 2500; at += 100)
      torn = stepRoom(torn, sighting(at, (at / 100) % 2 === 0 ? 'happy' : 'sad'), { ...manners, smoothing: ms(0) });
    expect(moodIn(torn)).toBe('away');
  });

  test('one wild frame in a steady face changes nothing, however sure', () => {
    const steady = watch(10_000, 'happy');
    const wild = stepRoom(steady, sighting(10_100, 'angry'), manners);
    expect(moodIn(watch(500, 'happy', wild, 10_200))).toBe('happy');
    expect(wild.feeling.expression.rival).toBeUndefined();
  });

  test('tells no scores once nobody is in sight, and becomes away', () => {
    const left = watch(9000, undefined, watch(4000, 'happy'), 4100);
    expect(left.reading).toEqual({ kind: 'nobody' });
    expect(moodIn(left)).toBe('happy');
    expect(moodIn(watch(11_000, undefined, left, 13_200))).toBe('away');
  });

  test('a face that changes its expression all the time, however surely, is unsure by its average', () => {
    let state = beginRoom();
    const turns = ['happy', 'sad', 'angry', 'fear', 'surprise'] as const;
    for (let at = 0; at <= 20_000; at += 100) state = stepRoom(state, sighting(at, turns[(at / 100) % turns.length]), manners);
    expect([...(state.views.get('')?.unsure ?? [])]).toEqual([1]);
    expect(state.reading.kind).toBe('unsure');
    expect(moodIn(state)).toBe('neutral');
  });

  test('leaves its input as it was', () => {
    const before = watch(2000, 'happy');
    const copy = structuredClone(before);
    stepRoom(before, sighting(2100, 'sad'), manners);
    expect(before).toEqual(copy);
  });
});

describe('with a fewest number of people', () => {
  const crowd = (at: number, ...shares: readonly number[]): Sighting => ({
    at: instant(at),
    faces: shares.map((share, id) => ({
      id,
      box: { x: px(60 * id), y: px(0), width: px(50), height: px(50) },
      scores: scoresBy((each) => (each === 'sad' ? share : (1 - share) / 6)),
    })),
  });
  const settled = (...shares: readonly number[]) => {
    let state = beginRoom();
    for (let at = 0; at <= 5000; at += 100) state = stepRoom(state, crowd(at, ...shares), { ...manners, of: 'group', people: 3 });
    return state;
  };

  test('no mood rests on fewer sure faces, however many are in sight', () => {
    expect(settled(0.9, 0.9, 0.2).reading.kind).toBe('unsure');
    expect(moodIn(settled(0.9, 0.9, 0.2, 0.2))).not.toBe('sad');
    expect(settled(0.9, 0.9, 0.9).reading.kind).toBe('sure');
    expect(moodIn(settled(0.9, 0.9, 0.9))).toBe('sad');
  });
});
