import { describe, expect, test } from 'vitest';
import type { EmotionScores } from '../../src/domain/emotion.ts';
import { EMOTIONS, scoresBy, strongest } from '../../src/domain/emotion.ts';
import type { Face } from '../../src/domain/sight.ts';
import { instant, px } from '../../src/domain/units.ts';
import { certainty, scoresOf } from '../../src/mood/group.ts';

const sure = (emotion: string): EmotionScores => scoresBy((each) => (each === emotion ? 1 : 0));
const unsure = scoresBy(() => 1 / 7);
const face = (id: number, side: number, scores: EmotionScores): Face => ({
  id,
  box: { x: px(0), y: px(0), width: px(side), height: px(side) },
  scores,
});
const room = (of: 'largest' | 'group', ...faces: Face[]) =>
  scoresOf(of, faces, new Map(faces.map((each) => [each.id, { scores: each.scores, at: instant(0) }])));

describe('scoresOf', () => {
  test('nobody in sight has no scores', () => expect(room('group')).toBeUndefined());

  test('the largest face alone counts by the paper', () =>
    expect(room('largest', face(1, 90, sure('sad')), face(2, 80, sure('happy')), face(3, 80, sure('happy')))?.sad).toBe(1));

  test('a group outvotes one large face', () => {
    const scores = room('group', face(1, 90, sure('sad')), face(2, 80, sure('happy')), face(3, 80, sure('happy')));
    expect(scores && strongest(scores)).toBe('happy');
  });

  test('a sure face outweighs unsure ones', () => {
    const scores = room('group', face(1, 40, sure('happy')), face(2, 100, unsure), face(3, 100, unsure));
    expect(scores?.happy).toBeCloseTo(1, 6);
  });

  test('where no face is sure, all count alike and the scores still add up to one', () => {
    const scores = room('group', face(1, 40, unsure), face(2, 100, unsure));
    expect(EMOTIONS.reduce((sum, each) => sum + (scores?.[each] ?? 0), 0)).toBeCloseTo(1, 9);
  });
});

describe('certainty', () => {
  test('is 1 for one sure emotion and 0 for none', () => {
    expect(certainty(sure('fear'))).toBe(1);
    expect(certainty(unsure)).toBeCloseTo(0, 9);
  });
});
