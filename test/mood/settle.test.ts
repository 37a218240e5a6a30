import { describe, expect, test } from 'vitest';
import type { Emotion, Mood } from '../../src/domain/emotion.ts';
import { scoresBy } from '../../src/domain/emotion.ts';
import { instant, ms, share } from '../../src/domain/units.ts';
import type { RoomReading } from '../../src/mood/reading.ts';
import type { Settling } from '../../src/mood/settle.ts';
import { settle } from '../../src/mood/settle.ts';

const manners = { hold: ms(3000), margin: share(0.1), away_after: ms(10_000) };
const mostly = (emotion: Emotion, by = 0.5) => scoresBy((each) => (each === emotion ? (1 + 6 * by) / 7 : (1 - by) / 7));

type What = Emotion | 'nobody' | 'unsure';
type Seen = [at: number, seen: What, by?: number];
const readingOf = (seen: What, by?: number): RoomReading => {
  if (seen === 'nobody') return { kind: 'nobody' };
  return seen === 'unsure' ? { kind: 'unsure', scores: mostly('disgust', 0.1) } : { kind: 'sure', scores: mostly(seen, by) };
};
const moodAfter = (start: Mood, ...moments: Seen[]): Mood =>
  moments.reduce<Settling>((state, [at, seen, by]) => settle(state, { at: instant(at), reading: readingOf(seen, by) }, manners), {
    mood: start,
    seen: instant(0),
  }).mood;

/** Every 100 ms from one moment to another. */
const steadily = (from: number, to: number, seen: What, by?: number): Seen[] =>
  Array.from(
    { length: Math.floor((to - from) / 100) + 1 },
    (_, i): Seen => (by === undefined ? [from + i * 100, seen] : [from + i * 100, seen, by]),
  );

describe('settle', () => {
  test('a passing frown does not change the mood', () =>
    expect(moodAfter('happy', ...steadily(0, 2000, 'happy'), ...steadily(2100, 4900, 'angry'), ...steadily(5000, 6000, 'happy'))).toBe(
      'happy',
    ));

  test('three steady seconds do', () => expect(moodAfter('happy', ...steadily(0, 3000, 'sad'))).toBe('sad'));

  test('a lead of exactly the margin counts', () => {
    // Halves and eighths, which floating point holds exactly.
    const scores = scoresBy((each) => (each === 'sad' ? 0.5 : each === 'happy' ? 0.375 : 0.025));
    const moodWith = (margin: number): Mood => {
      const moments = Array.from({ length: 31 }, (_, i) => ({ at: instant(i * 100), reading: { kind: 'sure', scores } as const }));
      const start: Settling = { mood: 'happy', seen: instant(0) };
      return moments.reduce((state, moment) => settle(state, moment, { ...manners, margin: share(margin) }), start).mood;
    };
    expect(moodWith(0.125)).toBe('sad');
    expect(moodWith(0.1251)).toBe('happy');
  });

  test('just under three seconds do not', () => expect(moodAfter('happy', ...steadily(0, 2900, 'sad'))).toBe('happy'));

  test('an interruption by another rival starts the time anew', () =>
    expect(moodAfter('happy', ...steadily(0, 2000, 'sad'), [2100, 'angry'], ...steadily(2200, 5000, 'sad'))).toBe('happy'));

  test('a lead smaller than the margin never wins', () => expect(moodAfter('happy', ...steadily(0, 20_000, 'sad', 0.09))).toBe('happy'));

  test('a frame without a face does not break a lead', () =>
    expect(moodAfter('happy', ...steadily(0, 1500, 'sad'), [1600, 'nobody'], [1700, 'nobody'], ...steadily(1800, 3000, 'sad'))).toBe(
      'sad',
    ));

  test('two seconds without a face do', () =>
    expect(moodAfter('happy', ...steadily(0, 1500, 'sad'), ...steadily(1600, 3500, 'nobody'), ...steadily(3600, 4000, 'sad'))).toBe(
      'happy',
    ));

  test.each([1, 100, 1000, 1001, 1010, 2000, 2900])('it does not matter how often moments come: every %i ms', (every) => {
    const moments = (seen: What, until: number) => Array.from({ length: Math.ceil(until / every) + 1 }, (_, i): Seen => [i * every, seen]);
    expect(moodAfter('away', ...moments('sad', 3000))).toBe('sad');
    expect(moodAfter('happy', ...moments('sad', 3000))).toBe('sad');
    expect(moodAfter('away', ...moments('unsure', 3000))).toBe('neutral');
    expect(moodAfter('away', ...moments('sad', 3000).filter(([at]) => at < 3000))).toBe('away');
  });

  test('what nobody looked at for longer was not seen', () => {
    expect(moodAfter('happy', [0, 'sad'], [3000, 'sad'])).toBe('sad');
    expect(moodAfter('happy', [0, 'sad'], [3001, 'sad'], [6000, 'sad'])).toBe('happy');
    expect(moodAfter('happy', [0, 'sad'], [3001, 'sad'], [6001, 'sad'])).toBe('sad');
    expect(moodAfter('away', [0, 'unsure'], [3001, 'unsure'])).toBe('away');
  });

  test('nobody for ten seconds is away', () => {
    expect(moodAfter('happy', [0, 'happy'], ...steadily(100, 9900, 'nobody'))).toBe('happy');
    expect(moodAfter('happy', [0, 'happy'], ...steadily(100, 10_000, 'nobody'))).toBe('away');
  });

  test('somebody who comes needs the hold but no margin', () => {
    expect(moodAfter('away', ...steadily(0, 2900, 'neutral', 0.05))).toBe('away');
    expect(moodAfter('away', ...steadily(0, 3000, 'neutral', 0.05))).toBe('neutral');
  });

  test('a room that was always empty stays away', () => expect(moodAfter('away', ...steadily(0, 60_000, 'nobody'))).toBe('away'));
});

describe('settle, where what is seen is unsure', () => {
  test('the mood stays for as long as somebody is there, and they do not count as away', () =>
    expect(moodAfter('happy', ...steadily(0, 600_000, 'unsure'))).toBe('happy'));

  test('away counts from the moment that nobody is in sight, not from the last sure one', () => {
    const unsure = steadily(0, 60_000, 'unsure');
    expect(moodAfter('happy', ...unsure, ...steadily(60_100, 69_900, 'nobody'))).toBe('happy');
    expect(moodAfter('happy', ...unsure, ...steadily(60_100, 70_000, 'nobody'))).toBe('away');
  });

  test('a second of it does not break a lead', () =>
    expect(moodAfter('happy', ...steadily(0, 1000, 'sad'), ...steadily(1100, 1900, 'unsure'), ...steadily(2000, 3000, 'sad'))).toBe('sad'));

  test('more than a second starts the lead anew', () => {
    const before: Seen[] = [...steadily(0, 1000, 'sad'), ...steadily(1100, 2100, 'unsure')];
    expect(moodAfter('happy', ...before, ...steadily(2200, 5100, 'sad'))).toBe('happy');
    expect(moodAfter('happy', ...before, ...steadily(2200, 5200, 'sad'))).toBe('sad');
  });

  test('lost and unsure in turn add up: what was not seen for more than a second was not seen', () =>
    expect(
      moodAfter(
        'happy',
        ...[...steadily(0, 1000, 'sad'), ...steadily(1100, 1600, 'unsure'), ...steadily(1700, 2100, 'nobody')],
        ...steadily(2200, 3500, 'sad'),
      ),
    ).toBe('happy'));

  test('no rival wins by it', () =>
    expect(moodAfter('happy', ...steadily(0, 2900, 'sad'), ...steadily(3000, 60_000, 'unsure'))).toBe('happy'));

  test('who comes in and stays unsure for the hold makes the room neutral', () => {
    expect(moodAfter('away', ...steadily(0, 2900, 'unsure'))).toBe('away');
    expect(moodAfter('away', ...steadily(0, 3000, 'unsure'))).toBe('neutral');
  });

  test('a glimpse in passing does not', () =>
    expect(moodAfter('away', ...steadily(0, 1500, 'unsure'), ...steadily(1600, 4000, 'nobody'), ...steadily(4100, 5500, 'unsure'))).toBe(
      'away',
    ));

  test('a blink of the detector does not make them come anew', () =>
    expect(moodAfter('away', ...steadily(0, 1500, 'unsure'), ...steadily(1600, 2300, 'nobody'), ...steadily(2400, 3000, 'unsure'))).toBe(
      'neutral',
    ));

  test('an emotion that is on its way goes before neutral', () => {
    const flickering = Array.from({ length: 50 }, (_, i): Seen => [i * 100, i % 3 === 0 ? 'happy' : 'unsure']);
    const begins = steadily(0, 1900, 'unsure');
    const smiles = flickering.map(([at, seen]): Seen => [2000 + at, seen]);
    expect(moodAfter('away', ...begins, ...smiles.slice(0, 30))).toBe('away');
    expect(moodAfter('away', ...begins, ...smiles)).toBe('happy');
  });

  test('rare sure glimpses do not keep a room away in which somebody is', () => {
    const glimpses = Array.from({ length: 60 }, (_, i): Seen => [i * 100, i % 20 === 0 ? 'happy' : 'unsure']);
    expect(moodAfter('away', ...glimpses)).toBe('neutral');
  });

  test('neutral for want of anything better gives way like every other mood', () =>
    expect(moodAfter('away', ...steadily(0, 4000, 'unsure'), ...steadily(4100, 7100, 'happy'))).toBe('happy'));

  test('with no hold, as for a single picture, an unsure face is neutral at once', () =>
    expect(settle({ mood: 'away' }, { at: instant(0), reading: readingOf('unsure') }, { ...manners, hold: ms(0) }).mood).toBe('neutral'));
});
