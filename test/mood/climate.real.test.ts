import { describe, expect, test } from 'vitest';
import type { Emotion } from '../../src/domain/emotion.ts';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import { instant, ms, share } from '../../src/domain/units.ts';
import type { Climate } from '../../src/mood/climate.ts';
import { beginClimate, stepClimate } from '../../src/mood/climate.ts';
import { showing } from '../group/made.ts';

const manners = { inertia: ms(45_000), margin: share(0.1) };
const begun = (mood: Emotion) => beginClimate(mood, showing(mood), instant(0), manners);

/** Five readings a second for so many seconds. */
const during = (state: Climate, seconds: number, emotion: Emotion, surely = 0.8): Climate => {
  let after = state;
  for (let i = 1; i <= seconds * 5; i += 1) after = stepClimate(after, showing(emotion, surely), instant(state.at + i * 200), manners);
  return after;
};
/** Until the mood turns, in seconds. */
const turnsAfter = (state: Climate, emotion: Emotion, surely = 0.8): number => {
  for (let seconds = 1; seconds < 3600; seconds += 1) if (during(state, seconds, emotion, surely).mood === emotion) return seconds;
  return Number.POSITIVE_INFINITY;
};
const settled = during(begun('neutral'), 600, 'neutral');

describe('stepClimate', () => {
  test('a laugh of six seconds changes nothing, and neither do forty of them an hour', () => {
    let state = settled;
    for (let laugh = 0; laugh < 40; laugh += 1) {
      state = during(during(state, 6, 'happy', 0.95), 84, 'neutral');
      expect(state.mood).toBe('neutral');
    }
  });

  test('a lasting change is followed within a minute and a half, also where the new face is mild', () => {
    expect(turnsAfter(settled, 'sad')).toBeLessThanOrEqual(60);
    expect(turnsAfter(settled, 'sad', 0.6)).toBeLessThanOrEqual(90);
    expect(turnsAfter(settled, 'sad', 0.6)).toBeGreaterThan(20);
  });

  test('the first impression of a room is soon corrected', () => expect(turnsAfter(begun('happy'), 'neutral')).toBeLessThan(60));

  test('time in which nobody is read has no weight', () => {
    const gap = { ...settled, at: instant(settled.at - 3_600_000) };
    const after = stepClimate(gap, showing('happy', 1), settled.at, manners);
    expect(after.mood).toBe('neutral');
    expect(after.scores.happy).toBeLessThan(0.05);
  });

  test('a room that swings is harder to move with each turn, and calms down again', () => {
    const once = during(settled, 120, 'sad');
    expect(once.mood).toBe('sad');
    const back = turnsAfter(once, 'neutral');
    expect(back).toBeGreaterThan(turnsAfter(settled, 'sad') * 2);
    const twice = during(once, back, 'neutral');
    expect(turnsAfter(twice, 'sad')).toBeGreaterThan(back * 2);
    const rested = during(twice, 3 * 3600, 'neutral');
    expect(turnsAfter(rested, 'sad')).toBeLessThan(90);
  }, 60_000);

  test('its scores stay a distribution', () => {
    const { scores } = during(during(settled, 33, 'fear', 0.5), 12, 'happy');
    expect(EMOTIONS.reduce((sum, each) => sum + scores[each], 0)).toBeCloseTo(1, 6);
  });

  test('two readings of the same moment count once', () => {
    const once = stepClimate(settled, showing('happy'), settled.at, manners);
    expect(once.scores).toEqual(settled.scores);
  });
});
