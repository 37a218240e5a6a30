import { describe, expect, test } from 'vitest';
import type { FaceBox } from '../../../src/domain/sight.ts';
import { px } from '../../../src/domain/units.ts';
import { labelPlace } from '../../../web/src/views/camera/label-place.ts';

const SIZE = { width: 640, height: 400 };
const box = (x: number, y: number, width: number, height: number): FaceBox => ({
  x: px(x),
  y: px(y),
  width: px(width),
  height: px(height),
});

describe('the label of a face', () => {
  test.each([
    ['below a face', box(64, 100, 100, 100), { where: 'below', style: { left: '10%', maxWidth: '90%', top: '50%' } }],
    ['above one that is low', box(64, 260, 100, 120), { where: 'above', style: { left: '10%', maxWidth: '90%', bottom: '35%' } }],
    ['in one that fills the picture', box(160, 20, 320, 370), { where: 'inside', style: { left: '25%', maxWidth: '75%', bottom: '2.5%' } }],
    [
      'from the right edge of one at the right',
      box(480, 100, 96, 100),
      { where: 'below', style: { right: '10%', maxWidth: '90%', top: '50%' } },
    ],
  ])('stands %s', (_where, face, place) => expect(labelPlace(face, SIZE)).toEqual(place));

  test('never reaches beyond the picture, also for a face that is cut off by it', () => {
    for (const face of [box(0, 0, 640, 400), box(600, 380, 40, 20), box(0, 380, 30, 20), box(610, 0, 30, 30)]) {
      const { style } = labelPlace(face, SIZE);
      const edge = Number.parseFloat(style.left ?? style.right ?? '');
      expect(edge).toBeGreaterThanOrEqual(0);
      expect(edge + Number.parseFloat(style.maxWidth ?? '')).toBeLessThanOrEqual(100);
    }
  });
});
