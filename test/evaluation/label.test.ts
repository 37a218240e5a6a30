import { expect, test } from 'vitest';
import { px } from '../../src/domain/units.ts';
import { labelPlace } from '../../src/evaluation/label.ts';
import { overlap } from '../../src/inference/track.ts';
import { box } from '../inference/scene.ts';

const PICTURE = { width: px(400), height: px(300) };
const LABEL = { width: px(100), height: px(20) };
const placed = (face: ReturnType<typeof box>, ...others: ReturnType<typeof box>[]) => labelPlace(LABEL, face, [face, ...others], PICTURE);

test('a label stands above its face', () => {
  expect(placed(box(150, 100, 80))).toEqual(box(150, 80, 100, 20));
});
test('below it if there is no room above', () => {
  expect(placed(box(150, 5, 80))).toEqual(box(150, 85, 100, 20));
});
test('beside it if the face is as high as the picture', () => {
  expect(placed(box(20, 0, 250, 300))).toEqual(box(270, 0, 100, 20));
  expect(placed(box(130, 0, 260, 300))).toEqual(box(30, 0, 100, 20));
});
test('never beyond the picture', () => {
  expect(placed(box(350, 100, 50))).toEqual(box(300, 80, 100, 20));
});
test('not over another face, nor over another label', () => {
  const [above, label] = [box(150, 20, 60, 70), box(130, 180, 60, 20)];
  const place = placed(box(150, 100, 80), above, label);
  for (const each of [above, label, box(150, 100, 80)]) expect(overlap(place, each)).toBe(0);
});
test('inside the picture if the face fills all of it', () => {
  expect(placed(box(0, 0, 400, 300))).toEqual(box(0, 0, 100, 20));
});
