import { describe, expect, test } from 'vitest';
import type { Emotion, EmotionScores } from '../../src/domain/emotion.ts';
import { scoresBy } from '../../src/domain/emotion.ts';
import type { Face } from '../../src/domain/sight.ts';
import { instant, px, share } from '../../src/domain/units.ts';
import { readingOf, unsureIn } from '../../src/mood/reading.ts';
import type { Faces } from '../../src/mood/smoothing.ts';

const shows = (emotion: Emotion, score: number): EmotionScores => scoresBy((each) => (each === emotion ? score : (1 - score) / 6));
const face = (id: number, side: number, scores: EmotionScores): Face => ({
  id,
  box: { x: px(0), y: px(0), width: px(side), height: px(side) },
  scores,
});
const averaged = (faces: readonly Face[]): Faces => new Map(faces.map(({ id, scores }) => [id, { scores, at: instant(0) }]));
const unsureOf = (least: number, ...faces: Face[]) => [...unsureIn(faces, averaged(faces), share(least))];
const reading = (of: 'largest' | 'group', least: number, ...faces: Face[]) =>
  readingOf(of, faces, unsureIn(faces, averaged(faces), share(least)), averaged(faces));

describe('an unsure face', () => {
  test('is one below the confidence, not one at it', () => {
    expect(unsureOf(0.5, face(1, 90, shows('sad', 0.5)), face(2, 90, shows('sad', 0.499)))).toEqual([2]);
  });

  test('does not exist where the confidence asked for is 0', () =>
    expect(
      unsureOf(
        0,
        face(
          1,
          90,
          scoresBy(() => 0),
        ),
      ),
    ).toEqual([]));

  test('is told by its average, whatever this frame shows', () => {
    const now = face(1, 90, shows('sad', 0.9));
    expect([...unsureIn([now], averaged([face(1, 90, shows('sad', 0.3))]), share(0.5))]).toEqual([1]);
  });

  test('has to be in sight', () => {
    const gone = face(2, 90, shows('sad', 0.2));
    expect([...unsureIn([], averaged([gone]), share(0.5))]).toEqual([]);
  });
});

describe('readingOf', () => {
  test('nobody is nobody', () => expect(reading('group', 0.5)).toEqual({ kind: 'nobody' }));

  test('the largest face alone counts by the paper', () => {
    const told = reading('largest', 0.5, face(1, 90, shows('sad', 0.9)), face(2, 80, shows('happy', 1)), face(3, 80, shows('happy', 1)));
    expect(told).toEqual({ kind: 'sure', scores: shows('sad', 0.9) });
  });

  test('no smaller face stands in for a largest one that is unsure', () =>
    expect(reading('largest', 0.5, face(1, 90, shows('sad', 0.4)), face(2, 80, shows('happy', 1)))).toEqual({
      kind: 'unsure',
      scores: shows('sad', 0.4),
    }));

  test('in a group the sure faces decide, as if the others were not there', () => {
    const one = face(2, 30, shows('happy', 0.7));
    const other = face(3, 60, shows('sad', 0.6));
    const crowd = [face(1, 200, shows('angry', 0.49)), one, face(4, 190, shows('angry', 0.45)), other];
    expect(reading('group', 0.5, ...crowd)).toEqual(reading('group', 0.5, one, other));
  });

  test('sure faces that disagree are a sure room, though its scores are low: that is the margin’s business', () => {
    const told = reading('group', 0.5, face(1, 90, shows('happy', 0.6)), face(2, 90, shows('sad', 0.6)));
    expect(told).toMatchObject({ kind: 'sure' });
    expect(told.kind === 'nobody' ? 1 : Math.max(...Object.values(told.scores))).toBeLessThan(0.5);
  });

  test('a group in which nobody is sure is unsure, and its scores are told all the same', () =>
    expect(reading('group', 0.5, face(1, 90, shows('happy', 0.4)), face(2, 90, shows('happy', 0.4)))).toEqual({
      kind: 'unsure',
      scores: expect.objectContaining({ happy: expect.closeTo(0.4, 9) }),
    }));
});
