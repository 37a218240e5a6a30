import { describe, expect, test } from 'vitest';
import type { Emotion } from '../../src/domain/emotion.ts';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import { metricsOf } from '../../src/evaluation/metrics.ts';

const answers = (...counts: [truth: Emotion, guess: Emotion, times: number][]) =>
  counts.flatMap(([truth, guess, times]) => Array.from({ length: times }, () => ({ truth, guess })));

describe('metrics', () => {
  const metrics = metricsOf(
    answers(['happy', 'happy', 8], ['happy', 'sad', 2], ['sad', 'sad', 3], ['sad', 'happy', 1], ['fear', 'sad', 1]),
  );

  test('count what was right', () => expect([metrics.images, metrics.accuracy]).toEqual([15, 11 / 15]));
  test('give precision, recall and F1 of each class', () => {
    expect(metrics.classes.happy).toEqual({ precision: 8 / 9, recall: 0.8, f1: 16 / 19, support: 10 });
    expect(metrics.classes.sad).toEqual({ precision: 0.5, recall: 0.75, f1: 0.6, support: 4 });
  });
  test('count a class that was never guessed, or never occurred, as 0', () => {
    expect(metrics.classes.fear).toEqual({ precision: 0, recall: 0, f1: 0, support: 1 });
    expect(metrics.classes.angry).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 });
  });
  test('average plainly over seven classes and by support', () => {
    expect(metrics.macro.f1).toBeCloseTo((16 / 19 + 0.6) / 7);
    expect(metrics.weighted.recall).toBeCloseTo(11 / 15);
    expect(metrics.weighted.f1).toBeCloseTo((10 * (16 / 19) + 4 * 0.6) / 15);
    expect(metrics.weighted.support).toBe(15);
  });
  test('keep the confusion: rows the label, columns the answer', () => {
    expect(metrics.confusion[EMOTIONS.indexOf('happy')]?.[EMOTIONS.indexOf('sad')]).toBe(2);
    expect(metrics.confusion.flat().reduce((a, b) => a + b)).toBe(15);
  });
  test('of nothing are zeros, not NaN', () => expect(metricsOf([])).toMatchObject({ images: 0, accuracy: 0, macro: { f1: 0 } }));
});
