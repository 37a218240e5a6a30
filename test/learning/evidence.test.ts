import { describe, expect, test } from 'vitest';
import type { EmotionScores } from '../../src/domain/emotion.ts';
import { EMOTIONS, scoresBy } from '../../src/domain/emotion.ts';
import type { Sighting } from '../../src/domain/sight.ts';
import { instant, ms, px } from '../../src/domain/units.ts';
import type { Evidence } from '../../src/learning/evidence.ts';
import { gathered, isRecent, logsOf } from '../../src/learning/evidence.ts';

const SAD = scoresBy((emotion) => (emotion === 'sad' ? 0.7 : 0.05));
const HAPPY = scoresBy((emotion) => (emotion === 'happy' ? 0.94 : 0.01));
const SETTINGS = { of: 'largest', inertia: ms(45_000) } as const;
const box = (side: number) => ({ x: px(0), y: px(0), width: px(side), height: px(side) });

const sighting = (at: number, ...faces: readonly EmotionScores[]): Sighting => ({
  at: instant(at),
  faces: faces.map((scores, id) => ({ id, box: box(90 - id), scores })),
});

const watched = (seconds: number, scores: EmotionScores, from = 0, before?: Evidence): Evidence | undefined =>
  Array.from({ length: seconds * 5 }, (_, nth) => sighting(from + 200 * nth, scores)).reduce(
    (evidence, each) => gathered(evidence, each, SETTINGS),
    before,
  );

describe('evidence', () => {
  test('is an average over as long as the mood takes', () => {
    const sad = watched(120, SAD);
    expect(sad?.scores.sad).toBeCloseTo(0.7, 6);
    const glance = watched(2, HAPPY, 120_000, sad);
    expect(glance?.scores.sad).toBeGreaterThan(0.6);
    const changed = watched(180, HAPPY, 122_000, glance);
    expect(changed?.scores.happy).toBeGreaterThan(0.9);
  });

  test('rests on the faces that count: the largest, or all', () => {
    const two = sighting(0, SAD, HAPPY);
    expect(gathered(undefined, two, SETTINGS)?.scores).toEqual(SAD);
    expect(gathered(undefined, two, { ...SETTINGS, of: 'group' })?.scores.happy).toBeGreaterThan(0.4);
  });

  test('is not changed by a face that cannot be read, nor by an empty room', () => {
    const before = watched(10, SAD);
    const covered = scoresBy(() => 0.05);
    expect(gathered(before, sighting(11_000, covered), SETTINGS)).toBe(before);
    expect(gathered(before, sighting(11_000), SETTINGS)).toBe(before);
  });

  test('is out of date after two minutes, and then begins anew', () => {
    const before = watched(10, SAD) as Evidence;
    expect(isRecent(before, instant(129_000))).toBe(true);
    expect(isRecent(before, instant(131_000))).toBe(false);
    expect(gathered(before, sighting(200_000, HAPPY), SETTINGS)?.scores).toEqual(HAPPY);
  });

  test('is kept as logarithms in hundredths, in the order of EMOTIONS', () => {
    const logs = logsOf(watched(10, SAD) as Evidence);
    expect(logs).toEqual(EMOTIONS.map((emotion) => (emotion === 'sad' ? -0.36 : -3)));
  });
});
