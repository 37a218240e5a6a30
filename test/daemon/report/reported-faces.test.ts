import { describe, expect, test } from 'vitest';
import { cameraState, reportedAbsence, reportedFaces, wholeCamera } from '../../../src/daemon/report/reported-faces.ts';
import { scoresBy } from '../../../src/domain/emotion.ts';
import type { CameraState } from '../../../src/domain/report.ts';
import type { Sighting } from '../../../src/domain/sight.ts';
import { instant, moment, ms, px } from '../../../src/domain/units.ts';
import { beginRoom, stepRoom } from '../../../src/mood/room.ts';
import { moodManners } from '../manners.ts';

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
const told = (seen: Sighting) => reportedFaces(stepRoom(beginRoom(), seen, moodManners), seen.at);

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
    expect(reportedFaces(beginRoom(), instant(0))).toEqual({ unsure: false, faces: [] });
    const left = stepRoom(stepRoom(beginRoom(), sighting, moodManners), { at: instant(1000), faces: [] }, moodManners);
    expect(reportedFaces(left, instant(1000))).toEqual({ unsure: false, faces: [] });
  });
});

test('a camera is off only where somebody wants it so', () => {
  const watching = { kind: 'watching', source: '/dev/video0', width: px(640), height: px(480) } as const;
  expect(cameraState(true, watching)).toBe(watching);
  expect(cameraState(true, { kind: 'off' })).toEqual({ kind: 'opening' });
  expect(cameraState(false, watching)).toEqual({ kind: 'off' });
});

describe('several cameras as one', () => {
  const watching = { kind: 'watching', source: '/dev/video0', width: px(640), height: px(480) } as const;
  const lost = (why: string) => ({ kind: 'lost', why }) as const;
  const whole = (...states: readonly CameraState[]) => wholeCamera(states.map((state, index) => ({ name: `camera-${index + 1}`, state })));

  test('watch as long as any of them does', () => {
    expect(whole(lost('unplugged'), watching)).toBe(watching);
    expect(whole({ kind: 'opening' }, watching, { kind: 'off' })).toBe(watching);
  });

  test('are lost where none watches and one is lost, with the reasons of all', () => {
    expect(whole(lost('unplugged'), lost('no answer'))).toEqual(lost('camera-1: unplugged; camera-2: no answer'));
    expect(whole({ kind: 'opening' }, lost('no answer'))).toEqual(lost('camera-2: no answer'));
  });

  test('are opening where one is, and off where all are', () => {
    expect(whole({ kind: 'off' }, { kind: 'opening' })).toEqual({ kind: 'opening' });
    expect(whole({ kind: 'off' }, { kind: 'off' })).toEqual({ kind: 'off' });
  });

  test('one camera is told as it is', () => expect(whole(lost('unplugged'))).toEqual(lost('unplugged')));
});

describe('what a report tells of faces that are out of sight', () => {
  const manners = { ...moodManners, presence: { hold: ms(600_000) }, fade_after: ms(60_000) };
  const noon = moment(1_760_000_000_000);
  const unseenFor = (span: number, room = stepRoom(beginRoom(), sighting, manners)) =>
    reportedAbsence(stepRoom(room, { at: instant(span), faces: [] }, manners), instant(span), noon);

  test('when the last one was seen, on the clock on the wall', () => expect(unseenFor(1000)).toEqual({ faceSeenAt: noon - 1000 }));

  test('nothing where there has been none', () => expect(unseenFor(20_000, beginRoom())).toEqual({}));

  test('that the mood has become neutral for want of one', () =>
    expect(unseenFor(61_000)).toEqual({ blank: 'faded', faceSeenAt: noon - 61_000 }));
});
