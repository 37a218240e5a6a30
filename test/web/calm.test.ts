import { describe, expect, it } from 'vitest';
import { scoresBy } from '../../src/domain/emotion.ts';
import { px, share } from '../../src/domain/units.ts';
import { calmed } from '../../src/web/calm.ts';
import { viewOf } from '../../src/web/view.ts';
import { happyReport } from '../fakes/box.ts';

const last = viewOf(happyReport);
const [face] = last.faces;
if (!face?.box) throw new Error('the report has a face');
const { box } = face;

describe('a report beside the one before', () => {
  it('is the same one where nothing or only trembling has changed', () => {
    const trembling = {
      ...last,
      scores: scoresBy((emotion) => (last.scores?.[emotion] ?? 0) + 0.01),
      confidence: share(0.83),
      faces: [{ ...face, box: { ...box, x: px(box.x + 9), width: px(box.width - 7) } }],
      fps: 11,
      temperature: 49,
      dropped: 3,
    };
    expect(calmed(last, { ...last })).toBe(last);
    expect(calmed(last, trembling)).toBe(last);
    expect(calmed(undefined, trembling)).toBe(trembling);
  });

  it.each([
    ['a score', { scores: scoresBy((emotion) => (emotion === 'happy' ? 0.7 : 0.05)) }],
    ['a face that walks', { faces: [{ ...face, box: { ...box, x: px(box.x + 40) } }] }],
    ['a face that is unsure now', { faces: [{ ...face, unsure: true }] }],
    ['one face more', { faces: [face, face] }],
    ['no face', { faces: [] }],
    ['the mood', { mood: 'sad' as const }],
    ['the rate', { fps: 5 }],
    ['the temperature', { temperature: 60 }],
    ['a new field', { until: 5 as NonNullable<typeof last.until> }],
  ])('is news with %s', (_, change) => {
    const next = { ...last, ...change };
    expect(calmed(last, next)).toEqual(next);
  });

  it('is news where something has gone', () => {
    const { temperature: _, ...next } = last;
    expect(calmed(last, next)).toEqual(next);
  });

  it('holds what trembles beside what is news, and a slow drift in the end is news', () => {
    const trembling = { ...last, confidence: share(0.83), mood: 'sad' as const };
    expect(calmed(last, trembling)).toEqual({ ...last, mood: 'sad' });
    let shown = last;
    for (let step = 1; step <= 20; step += 1) {
      const next = { ...last, confidence: share(0.82 - step / 100) };
      shown = calmed(shown, next);
      expect(Math.abs(shown.confidence - next.confidence)).toBeLessThanOrEqual(0.021);
    }
    expect(shown.confidence).toBeLessThan(0.65);
  });
});
