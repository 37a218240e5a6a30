import { describe, expect, test } from 'vitest';
import type { Wanted } from '../../src/daemon/policy.ts';
import { due, inForce, likelyMoods } from '../../src/daemon/policy.ts';
import { scoresBy } from '../../src/domain/emotion.ts';
import { instant, ms } from '../../src/domain/units.ts';

const manners = { change_after: ms(60_000), away: 'stop' } as const;
const room = (change: Partial<Wanted>): Wanted => ({
  seen: 'happy',
  override: 'auto',
  will: 'playing',
  autoplay: true,
  blind: false,
  ...change,
});
const at = (moment: number) => instant(moment);
const fitted = (mood: Wanted['seen'], moment = 0) => ({ mood, at: at(moment) });

const nothing = { kind: 'nothing' };
const silence = { kind: 'silence' };
const music = (mood: string) => ({ kind: 'music', mood });

describe('due', () => {
  test('the first mood is followed at once', () => expect(due(room({}), at(5), manners)).toEqual(music('happy')));

  test('music that fits goes on', () => expect(due(room({ fitted: fitted('happy') }), at(99_999), manners)).toEqual(nothing));

  test('without auto-play nothing changes by itself, whoever comes, goes or chose a mood before', () => {
    for (const change of [{}, { override: 'sad' as const }, { seen: 'away' as const, fitted: fitted('happy') }]) {
      expect(due(room({ autoplay: false, ...change }), at(99_999), manners)).toEqual(nothing);
    }
  });

  test('another mood waits until the minute is over', () => {
    const sad = room({ seen: 'sad', fitted: fitted('happy') });
    expect(due(sad, at(59_999), manners)).toEqual(nothing);
    expect(due(sad, at(60_000), manners)).toEqual(music('sad'));
  });

  test('an override is followed at once, also to the mood that is seen', () => {
    expect(due(room({ override: 'sad', fitted: fitted('happy') }), at(1), manners)).toEqual(music('sad'));
    expect(due(room({ override: 'happy', fitted: fitted('happy') }), at(1), manners)).toEqual(nothing);
  });

  test('back to auto, the camera waits its minute again', () =>
    expect(due(room({ seen: 'happy', fitted: fitted('sad', 1000) }), at(30_000), manners)).toEqual(nothing));

  test('when everybody has left, the music stops, or goes on where that is wanted', () => {
    const left = room({ seen: 'away', fitted: fitted('happy') });
    expect(due(left, at(1), manners)).toEqual(silence);
    expect(due(left, at(1), { ...manners, away: 'continue' })).toEqual(nothing);
  });

  test('a camera that is off or lost says nothing about the room, so the music goes on', () => {
    expect(due(room({ seen: 'away', blind: true, fitted: fitted('happy') }), at(1), manners)).toEqual(nothing);
    expect(due(room({ seen: 'away', override: 'away', blind: true, fitted: fitted('happy') }), at(1), manners)).toEqual(silence);
  });

  test('somebody who comes into a silent room is greeted at once', () =>
    expect(due(room({ fitted: fitted('away', 1000) }), at(1001), manners)).toEqual(music('happy')));

  test('an empty room that was never otherwise stays as it is', () => expect(due(room({ seen: 'away' }), at(1), manners)).toEqual(nothing));

  test.each(['paused', 'stopped'] as const)('while %s nothing changes', (will) => {
    expect(due(room({ will, seen: 'sad', override: 'sad', fitted: fitted('happy') }), at(99_999), manners)).toEqual(nothing);
  });
});

test('an override is in force, auto leaves it to the camera', () => {
  expect(inForce({ seen: 'sad', override: 'auto' })).toBe('sad');
  expect(inForce({ seen: 'sad', override: 'away' })).toBe('away');
});

describe('likely moods', () => {
  const scores = scoresBy((emotion) => ({ angry: 0.05, disgust: 0, fear: 0.1, happy: 0.5, sad: 0.2, surprise: 0, neutral: 0.15 })[emotion]);
  test('are the present one, then what else is seen', () => expect(likelyMoods('happy', scores)).toEqual(['happy', 'sad', 'neutral']));
  test('are what is seen, where another mood is held', () => expect(likelyMoods('fear', scores)).toEqual(['fear', 'happy', 'sad']));
  test('are the present one and neutral, where nobody is seen', () => expect(likelyMoods('sad', undefined)).toEqual(['sad', 'neutral']));
  test('name no mood twice', () => expect(likelyMoods('neutral', undefined)).toEqual(['neutral']));
});
