import { describe, expect, test } from 'vitest';
import type { Emotion } from '../../src/domain/emotion.ts';
import { share } from '../../src/domain/units.ts';
import { assess } from '../../src/evaluation/assess.ts';
import { BINS, calibrationOf } from '../../src/evaluation/calibration.ts';
import type { Prediction } from '../../src/evaluation/metrics.ts';
import { accuracyOf } from '../../src/evaluation/metrics.ts';
import { neutralOf } from '../../src/evaluation/neutral.ts';
import type { FaceReading } from '../../src/evaluation/predictions.ts';
import { sampled } from '../../src/evaluation/predictions.ts';

const said = (truth: Emotion, guess: Emotion, confidence: number): Prediction => ({ truth, guess, confidence });
const right = (confidence: number) => said('happy', 'happy', confidence);
const wrong = (confidence: number) => said('happy', 'sad', confidence);

describe('the calibration error', () => {
  test('is the distance between confidence and accuracy if all faces share a bin', () => {
    const { ece, bins } = calibrationOf([right(0.9), right(0.9), wrong(0.9), wrong(0.9)]);
    expect(ece).toBeCloseTo(0.4, 12);
    expect(bins).toHaveLength(15);
    expect(bins[13]).toEqual({ count: 4, confidence: 0.9, accuracy: 0.5 });
  });
  test('weights the bins by their faces, overconfident and underconfident ones alike', () => {
    // Three faces at 0.95, two of them right: 0.28333 off. One at 0.5, right: 0.5 off. (3 x 0.28333 + 0.5) / 4.
    expect(calibrationOf([right(0.95), right(0.95), wrong(0.95), right(0.5)]).ece).toBeCloseTo(0.3375, 12);
  });
  test('lets errors within a bin cancel out, as its definition does', () =>
    expect(calibrationOf([right(0.74), right(0.76), right(0.76), wrong(0.74)]).ece).toBeCloseTo(0));
  test('is 0 if each bin is as confident as it is right', () =>
    expect(calibrationOf([right(1), right(1), right(0.5), wrong(0.5)]).ece).toBe(0));
  test('puts a face at the end of a bin into that bin, and none outside', () => {
    const { bins } = calibrationOf([right(1 / 15), right(1 / 15 + 1e-9), right(1), right(0)]);
    expect(bins.map(({ count }) => count)).toEqual([2, 1, ...Array.from({ length: BINS - 3 }, () => 0), 1]);
  });
  test('of nothing is nothing', () => {
    expect(calibrationOf([]).ece).toBe(0);
    expect(calibrationOf([]).bins).toContainEqual({ count: 0, confidence: 0, accuracy: 0 });
  });
});

describe('neutral faces', () => {
  const answers = [
    said('neutral', 'neutral', 0.9),
    said('neutral', 'neutral', 0.3),
    said('neutral', 'sad', 0.5),
    said('neutral', 'sad', 0.49),
    said('neutral', 'angry', 0.8),
    said('sad', 'neutral', 0.9),
    said('happy', 'sad', 0.9),
  ];
  test('are counted by what they were read as, and acted upon from that confidence up', () =>
    expect(neutralOf(answers, share(0.5))).toEqual({ faces: 5, mistaken: 0.6, acted_upon: 0.4, unsure: 0.4 }));
  test('are all acted upon without a confidence, and never at a confidence that none reaches', () => {
    expect(neutralOf(answers, share(0))).toEqual({ faces: 5, mistaken: 0.6, acted_upon: 0.6, unsure: 0 });
    expect(neutralOf(answers, share(1))).toEqual({ faces: 5, mistaken: 0.6, acted_upon: 0, unsure: 1 });
  });
  test('are all zeros if there are none', () =>
    expect(neutralOf([right(0.9)], share(0.5))).toEqual({ faces: 0, mistaken: 0, acted_upon: 0, unsure: 0 }));
});

describe('an assessment', () => {
  const reading = (emotion: Emotion, majority: Emotion | undefined, labels: Emotion, people = labels): FaceReading => ({
    ...{ emotion, majority },
    labels: { guess: labels, confidence: 0.75 },
    people: { guess: people, confidence: 0.6 },
  });
  const readings = [
    reading('happy', 'happy', 'happy'),
    reading('sad', 'neutral', 'neutral'),
    reading('neutral', 'neutral', 'sad'),
    reading('fear', undefined, 'surprise', 'fear'),
  ];

  test('judges by the labels, and by the votes without the faces that have no majority', () => {
    const { metrics, labels, votes } = assess(readings, share(0.5));
    expect([metrics.images, metrics.accuracy, labels.accuracy]).toEqual([4, 0.25, 0.25]);
    expect([votes?.images, votes?.accuracy]).toEqual([3, 2 / 3]);
    expect(labels.calibration.ece).toBeCloseTo(0.5);
    expect(votes?.calibration.ece).toBeCloseTo(2 / 3 - 0.6);
    expect([labels.neutral, votes?.neutral]).toMatchObject([
      { faces: 1, acted_upon: 1 },
      { faces: 2, acted_upon: 0.5 },
    ]);
  });
  test('says how often the daemon, which acts on the people head, is right by the labels', () => {
    const { labels, votes } = assess(readings, share(0.5));
    expect([labels.daemon, votes?.daemon]).toEqual([0.5, votes?.accuracy]);
    expect(assess(readings, share(0.7)).labels.neutral).toMatchObject({ acted_upon: 0, unsure: 1 });
  });
  test('says nothing about votes if there are none', () =>
    expect(
      assess(
        readings.map((each) => ({ ...each, majority: undefined })),
        share(0.5),
      ),
    ).not.toHaveProperty('votes'));
  test('counts the same accuracy everywhere', () => expect(accuracyOf([right(1), wrong(1), right(0)])).toBeCloseTo(2 / 3));
});

describe('a sample', () => {
  test('is spread evenly over the rows', () => expect(sampled([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4)).toEqual([0, 2, 5, 7]));
  test('holds no row twice', () => expect(new Set(sampled([...Array(3589).keys()], 500)).size).toBe(500));
  test('of more than there are is all of them', () => expect(sampled([1, 2], 500)).toEqual([1, 2]));
});
