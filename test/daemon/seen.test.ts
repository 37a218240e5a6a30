import { describe, expect, test } from 'vitest';
import { cameraState, inSight } from '../../src/daemon/seen.ts';
import { scoresBy } from '../../src/domain/emotion.ts';
import type { Sighting } from '../../src/domain/sight.ts';
import { instant, px } from '../../src/domain/units.ts';
import { beginRoom, stepRoom } from '../../src/mood/room.ts';
import { moodManners } from './manners.ts';

const box = { x: px(10), y: px(20), width: px(50), height: px(50) };
const happy = scoresBy((each) => (each === 'happy' ? 0.7 : 0.05));
const flat = scoresBy(() => 1 / 7);
const sighting: Sighting = {
  at: instant(0),
  faces: [
    { id: 1, box, scores: happy },
    { id: 2, box, scores: flat },
  ],
};
const told = (seen: Sighting) => inSight(stepRoom(beginRoom(), seen, moodManners), seen.at);

describe('what a report tells of the faces', () => {
  test('which of them are unsure', () =>
    expect(told(sighting)).toEqual({
      scores: happy,
      unsure: false,
      faces: [
        { ...box, unsure: false },
        { ...box, unsure: true },
      ],
    }));

  test('that the room is unsure where the face that counts is, with its scores to be shown', () =>
    expect(told({ ...sighting, faces: [...sighting.faces].reverse() })).toMatchObject({ scores: flat, unsure: true }));

  test('nothing of an empty room, nor of faces that the room has seen leave', () => {
    expect(inSight(beginRoom(), instant(0))).toEqual({ unsure: false, faces: [] });
    const left = stepRoom(stepRoom(beginRoom(), sighting, moodManners), { at: instant(1000), faces: [] }, moodManners);
    expect(inSight(left, instant(1000))).toEqual({ unsure: false, faces: [] });
  });
});

test('a camera is off only where somebody wants it so', () => {
  const watching = { kind: 'watching', source: '/dev/video0', width: px(640), height: px(480) } as const;
  expect(cameraState(true, watching)).toBe(watching);
  expect(cameraState(true, { kind: 'off' })).toEqual({ kind: 'opening' });
  expect(cameraState(false, watching)).toEqual({ kind: 'off' });
});
