import { describe, expect, test } from 'vitest';
import type { EmotionScores } from '../../src/domain/emotion.ts';
import { EMOTIONS, scoresBy, strongest } from '../../src/domain/emotion.ts';
import type { Face } from '../../src/domain/sight.ts';
import { instant, px } from '../../src/domain/units.ts';
import { certainty, scoresOf } from '../../src/mood/weighting.ts';

const sure = (emotion: string): EmotionScores => scoresBy((each) => (each === emotion ? 1 : 0));
const flat = scoresBy(() => 1 / 7);
const face = (id: number, side: number, scores: EmotionScores): Face => ({
  id,
  box: { x: px(0), y: px(0), width: px(side), height: px(side) },
  scores,
});
const together = (...faces: Face[]) => scoresOf(faces, new Map(faces.map((each) => [each.id, { scores: each.scores, at: instant(0) }])));

describe('scoresOf', () => {
  test('no face has no scores', () => expect(together()).toBeUndefined());

  test('a group outvotes one large face', () => {
    const scores = together(face(1, 90, sure('sad')), face(2, 80, sure('happy')), face(3, 80, sure('happy')));
    expect(scores && strongest(scores)).toBe('happy');
  });

  test('a face that says much outweighs those that say nothing', () => {
    const scores = together(face(1, 40, sure('happy')), face(2, 100, flat), face(3, 100, flat));
    expect(scores?.happy).toBeCloseTo(1, 6);
  });

  test('where no face says anything, all count alike and the scores still add up to one', () => {
    const scores = together(face(1, 40, flat), face(2, 100, flat));
    expect(EMOTIONS.reduce((sum, each) => sum + (scores?.[each] ?? 0), 0)).toBeCloseTo(1, 9);
  });
});

describe('certainty', () => {
  test('is 1 for one sure emotion and 0 for none', () => {
    expect(certainty(sure('fear'))).toBe(1);
    expect(certainty(flat)).toBeCloseTo(0, 9);
  });

  test('is 0 for a face that cannot be read at all, and small for one that hardly can', () => {
    expect(certainty(scoresBy(() => 0))).toBeCloseTo(0, 9);
    expect(certainty(scoresBy((each) => (each === 'happy' ? 0.1 : 0)))).toBeLessThan(0.02);
  });
});
