import { describe, expect, test } from 'vitest';
import type { FaceBox } from '../../src/domain/sight.ts';
import { instant } from '../../src/domain/units.ts';
import type { Tracks } from '../../src/inference/track.ts';
import { follow, noTracks, overlap } from '../../src/inference/track.ts';
import { box } from './scene.ts';

/** The ids of each moment's boxes. */
const idsOver = (...moments: readonly [at: number, ...boxes: FaceBox[]][]): (readonly number[])[] => {
  let tracks: Tracks = noTracks;
  return moments.map(([at, ...boxes]) => {
    const followed = follow(tracks, boxes, instant(at));
    tracks = followed.tracks;
    return followed.ids;
  });
};

describe('a face keeps its id', () => {
  test('while it moves', () => {
    expect(idsOver([0, box(10, 10, 60)], [100, box(25, 12, 62)], [200, box(48, 15, 58)])).toEqual([[1], [1], [1]]);
  });
  test('when it jumps farther than its own overlap, but not far', () => {
    expect(idsOver([0, box(100, 100, 60)], [100, box(140, 100, 60)])).toEqual([[1], [1]]);
  });
  test('when the detector loses it for a second', () => {
    expect(idsOver([0, box(10, 10, 60)], [500], [1000, box(12, 10, 60)])).toEqual([[1], [], [1]]);
  });
  test('when the order of the boxes changes', () => {
    const [left, right] = [box(10, 50, 60), box(200, 50, 64)];
    expect(idsOver([0, left, right], [100, right, left])).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });
  test('when another face comes close: the better fit wins', () => {
    expect(idsOver([0, box(100, 100, 60)], [100, box(130, 100, 60), box(102, 100, 60)])).toEqual([[1], [2, 1]]);
  });
});

describe('a face gets a new id', () => {
  test('far from the old place', () => expect(idsOver([0, box(0, 0, 50)], [100, box(200, 100, 50)])).toEqual([[1], [2]]));
  test('near, but of quite another size', () => expect(idsOver([0, box(100, 100, 40)], [100, box(60, 60, 120)])).toEqual([[1], [2]]));
  test('after it was away for long', () => expect(idsOver([0, box(10, 10, 60)], [2000, box(10, 10, 60)])).toEqual([[1], [2]]));
});

test('two boxes never share an id', () => {
  const crowd = Array.from({ length: 12 }, (_, i) => box(10 + 5 * i, 10, 50));
  const [, second] = idsOver([0, ...crowd], [100, ...crowd.toReversed()]);
  expect(new Set(second).size).toBe(12);
});

test('a stream of strangers is never remembered whole', () => {
  let tracks = noTracks;
  for (let at = 0; at < 100; at += 1) tracks = follow(tracks, [box((at % 10) * 300, Math.floor(at / 10) * 300, 40)], instant(at)).tracks;
  expect(tracks.known.length).toBeLessThanOrEqual(32);
  expect(tracks.next).toBe(101);
});

test('overlap is the intersection over the union', () => {
  expect(overlap(box(0, 0, 10), box(0, 0, 10))).toBe(1);
  expect(overlap(box(0, 0, 10), box(5, 0, 10))).toBeCloseTo(1 / 3);
  expect(overlap(box(0, 0, 10), box(10, 0, 10))).toBe(0);
});
