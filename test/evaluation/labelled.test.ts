import { describe, expect, test } from 'vitest';
import { px } from '../../src/domain/units.ts';
import { checkPixels, imageAt, LabelledError, labelsIn } from '../../src/evaluation/labelled.ts';

const csv = 'row,split,emotion,votes\n0,Training,3,x\n1,PublicTest,0,\n2,Training,6,y\n';

describe('labels', () => {
  test('are read by the names of their columns', () => {
    expect(labelsIn(csv)).toEqual({
      rows: [
        { index: 0, emotion: 'happy' },
        { index: 1, emotion: 'angry' },
        { index: 2, emotion: 'neutral' },
      ],
      total: 3,
    });
  });
  test('of one split keep their place in the pixels', () => {
    expect(labelsIn(csv, 'PublicTest')).toEqual({ rows: [{ index: 1, emotion: 'angry' }], total: 3 });
  });
  test('may end their lines as Windows does', () => {
    expect(labelsIn(csv.replaceAll('\n', '\r\n'), 'Training').rows.map(({ emotion }) => emotion)).toEqual(['happy', 'neutral']);
  });
  test('need no split column if no split is asked for', () =>
    expect(labelsIn('emotion\n5').rows).toEqual([{ index: 0, emotion: 'surprise' }]));
  test.each([
    ['an unknown split', csv, 'PrivateTest', /no split 'PrivateTest' \(they have: Training, PublicTest\)/],
    ['a missing emotion column', 'row,split\n0,Training', undefined, /no column 'emotion' \(they have: row, split\)/],
    ['a missing split column', 'emotion\n0', 'Training', /no column 'split'/],
    ['an emotion out of range', 'emotion\n0\n7', undefined, /line 3 of the labels has emotion '7'/],
    ['an emotion in words', 'emotion\nhappy', undefined, /emotion 'happy'/],
    ['a short row', 'row,emotion\n0', undefined, /line 2/],
    ['no rows', 'emotion\n', undefined, /hold no rows/],
    ['nothing', '', undefined, /no column 'emotion'/],
  ])('with %s are refused in one line', (_what, text, split, says) => {
    expect(() => labelsIn(text, split)).toThrow(says);
    expect(() => labelsIn(text, split)).toThrow(LabelledError);
  });
});

describe('pixels', () => {
  test('must be one 48 x 48 image a label', () => {
    expect(() => checkPixels(3 * 2304, 3)).not.toThrow();
    expect(() => checkPixels(2 * 2304, 3)).toThrow(/the pixels hold 2 images but there are 3 labels/);
    expect(() => checkPixels(100, 3)).toThrow(/100 bytes, no whole number/);
  });
  test('of one image are found by its place', () => {
    const pixels = Uint8Array.from({ length: 2 * 2304 }, (_, at) => (at < 2304 ? 1 : 2));
    expect(imageAt(pixels, 1)).toEqual({ width: px(48), height: px(48), gray: new Uint8Array(2304).fill(2) });
  });
});
