import { describe, expect, test } from 'vitest';
import { EVENINGS } from '../../src/simulate/evenings/evenings.ts';
import { notedAt, ofKind, play, playEvening, SEEDS } from './play.ts';

/** Three hours of ten decisions a second take a second or two. */
const LONG = 60_000;
const MINUTE = 60_000;

/** What the mood and the music of a room promise, each with the default settings, for five courses of each evening. */
describe.each(SEEDS)('evening %i', (seed) => {
  test('before the television the music never stops, and one track an hour is cut at most', { timeout: LONG }, async () => {
    const { summary } = await playEvening('television', seed);
    expect(summary).toMatchObject({ hours: 3, stops: 0 });
    expect(summary.tracksCut / summary.hours).toBeLessThanOrEqual(1);
    expect(summary.awayShare).toBeLessThan(0.001);
  });

  test('with a book the music never stops', { timeout: LONG }, async () => {
    const { summary } = await playEvening('book', seed);
    expect(summary).toMatchObject({ hours: 3, stops: 0 });
    expect(summary.awayShare).toBeLessThan(0.001);
  });

  test('friends who laugh hear their tracks to the end, and their mood is steady', { timeout: LONG }, async () => {
    const { summary } = await playEvening('friends', seed);
    expect(summary.tracksCut / summary.hours).toBeLessThanOrEqual(2);
    expect(summary.moodChanges / summary.hours).toBeLessThanOrEqual(4);
    expect(summary.stops).toBe(0);
  });

  test('somebody who turns sad is noticed within 90 s, and hears it at the next end of a track or within 5 min', {
    timeout: LONG,
  }, async () => {
    const { noticed } = await playEvening('sad', seed);
    const turns = notedAt(noticed, 'turns sad');
    const mood = ofKind(noticed, 'mood').filter(({ at }) => at >= turns);
    expect(mood[0]).toMatchObject({ to: 'sad' });
    expect((mood[0]?.at ?? Number.NaN) - turns).toBeLessThanOrEqual(90_000);
    expect(mood).toHaveLength(1);
    const next = ofKind(noticed, 'changes').filter(({ at }) => at >= (mood[0]?.at ?? Number.NaN));
    expect(next[0]?.track.mood).toBe('sad');
    expect(next[0]?.unheard === 0 || (next[0]?.at ?? Number.NaN) - turns <= 5 * MINUTE).toBe(true);
  });

  test('a room that everybody has left is away 5 to 6 min later, and not before', { timeout: LONG }, async () => {
    const { noticed, summary } = await playEvening('leaving', seed);
    const left = notedAt(noticed, 'everybody has left');
    const away = ofKind(noticed, 'mood').find(({ to }) => to === 'away')?.at ?? Number.NaN;
    expect(away - left).toBeGreaterThanOrEqual(5 * MINUTE - 1000);
    expect(away - left).toBeLessThanOrEqual(6 * MINUTE);
    expect(summary.stops).toBe(1);
    const back = notedAt(noticed, 'they come back');
    expect(ofKind(noticed, 'begins').find(({ at }) => at >= back)?.at).toBeLessThanOrEqual(back + 10_000);
  });

  test.each(['couple', 'glimpses'])(
    'two people of different mood change it three times an hour at most (%s)',
    { timeout: LONG },
    async (name) => {
      const { summary } = await playEvening(name, seed);
      expect(summary.hours).toBe(1);
      expect(summary.moodChanges).toBeLessThanOrEqual(3);
      expect(summary.stops).toBe(0);
    },
  );
});

describe('without presence and inertia, as it was before there were any', () => {
  const restless = { 'music.change': 'eager', 'mood.inertia': '0s', 'presence.hold': '10s', 'music.away_fade': '2s' };
  const without = async (name: string) => {
    const still = [...(EVENINGS[name]?.timeline(1) ?? [])].map((change) => ({ ...change, motion: false }));
    return (await play(still, restless)).summary;
  };

  test('the same evenings are full of stops and cuts', { timeout: LONG }, async () => {
    const [television, friends] = [await without('television'), await without('friends')];
    expect(television.stops / television.hours).toBeGreaterThan(30);
    expect(television.silentShare).toBeGreaterThan(0.3);
    expect(friends.tracksCut / friends.hours).toBeGreaterThan(15);
  });
});

describe('the other evenings', () => {
  test('at dinner the music stops once, when all have left', { timeout: LONG }, async () => {
    const { noticed, summary } = await playEvening('dinner', 1);
    expect(summary.stops).toBe(1);
    expect(ofKind(noticed, 'ends')[0]?.at).toBeGreaterThanOrEqual(notedAt(noticed, 'the last one leaves'));
  });

  test('a café with guests is never silent', { timeout: LONG }, async () => {
    const { summary } = await playEvening('cafe', 1);
    expect(summary).toMatchObject({ hours: 3, stops: 0 });
  });

  test.each(Object.keys(EVENINGS))('%s is the same for the same seed, and another for another', (name) => {
    const begins = (seed: number) => [...(EVENINGS[name]?.timeline(seed) ?? [])].slice(0, 200);
    expect(begins(7)).toEqual(begins(7));
    expect(begins(7)).not.toEqual(begins(8));
  });
});
