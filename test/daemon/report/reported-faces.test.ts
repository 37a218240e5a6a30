import { describe, expect, test } from 'vitest';
import { cameraState, reportedAbsence, reportedFaces, wholeCamera } from '../../../src/daemon/report/reported-faces.ts';
import { scoresBy } from '../../../src/domain/emotion.ts';
import type { CameraState } from '../../../src/domain/report.ts';
import type { Sighting } from '../../../src/domain/sight.ts';
import { instant, moment, ms, px } from '../../../src/domain/units.ts';
import { beginRoom, stepRoom } from '../../../src/mood/room.ts';
import { moodDefaults } from '../defaults.ts';

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
const told = (seen: Sighting) => reportedFaces(stepRoom(beginRoom(), seen, moodDefaults), seen.at);

describe('the faces in a report', () => {
  test('say what each shows, which of them are unsure and which one counts', () =>
    expect(told(sighting)).toEqual({
      scores: happy,
      unsure: false,
      faces: [
        { id: 1, box, mood: 'happy', score: 0.7, unsure: false, counts: true },
        { id: 2, box, mood: 'angry', score: 0.14, unsure: true, counts: false },
      ],
    }));

  test('have their own emotion, and every sure one counts, if the whole group does', () => {
    const sad = scoresBy((each) => (each === 'sad' ? 0.9 : 0.01));
    const two = { ...sighting, faces: [...sighting.faces, { id: 3, box, scores: sad }] };
    const { faces } = reportedFaces(stepRoom(beginRoom(), two, { ...moodDefaults, of: 'group' }), two.at);
    expect(faces.map(({ mood, score, counts }) => ({ mood, score, counts }))).toEqual([
      { mood: 'happy', score: 0.7, counts: true },
      { mood: 'angry', score: 0.14, counts: false },
      { mood: 'sad', score: 0.9, counts: true },
    ]);
  });

  test('have no boxes if those are not told', () =>
    expect(reportedFaces(stepRoom(beginRoom(), sighting, moodDefaults), sighting.at, false).faces).toEqual([
      { id: 1, mood: 'happy', score: 0.7, unsure: false, counts: true },
      { id: 2, mood: 'angry', score: 0.14, unsure: true, counts: false },
    ]));

  test('do not count where another camera is sure and theirs is not', () => {
    const unsureHere = stepRoom(beginRoom(), { ...sighting, faces: [{ id: 2, box, scores: flat }], camera: 'back' }, moodDefaults);
    const both = stepRoom(unsureHere, { ...sighting, faces: [{ id: 1, box, scores: happy }], camera: 'front' }, moodDefaults);
    expect(reportedFaces(both, sighting.at).faces.map(({ camera, counts }) => ({ camera, counts }))).toEqual([
      { camera: 'back', counts: false },
      { camera: 'front', counts: true },
    ]);
  });

  test('say that the room is unsure if the face that counts is, with its scores for display', () =>
    expect(told({ ...sighting, faces: [...sighting.faces].reverse() })).toMatchObject({ scores: flat, unsure: true }));

  test('are none in an empty room, nor after they have been seen leaving', () => {
    expect(reportedFaces(beginRoom(), instant(0))).toEqual({ unsure: false, faces: [] });
    const left = stepRoom(stepRoom(beginRoom(), sighting, moodDefaults), { at: instant(1000), faces: [] }, moodDefaults);
    expect(reportedFaces(left, instant(1000))).toEqual({ unsure: false, faces: [] });
  });
});

test('a camera is off only if somebody switched it off', () => {
  const watching = { kind: 'watching', source: '/dev/video0', width: px(640), height: px(480) } as const;
  expect(cameraState(true, watching)).toBe(watching);
  expect(cameraState(true, { kind: 'off' })).toEqual({ kind: 'opening' });
  expect(cameraState(false, watching)).toEqual({ kind: 'off' });
});

describe('several cameras as one', () => {
  const watching = { kind: 'watching', source: '/dev/video0', width: px(640), height: px(480) } as const;
  const lost = (why: string) => ({ kind: 'lost', why }) as const;
  const whole = (...states: readonly CameraState[]) => wholeCamera(states.map((state, index) => ({ name: `camera-${index + 1}`, state })));

  test('watch while any of them does', () => {
    expect(whole(lost('unplugged'), watching)).toBe(watching);
    expect(whole({ kind: 'opening' }, watching, { kind: 'off' })).toBe(watching);
  });

  test('are lost if none watches and one is lost, with the reasons of all', () => {
    expect(whole(lost('unplugged'), lost('no answer'))).toEqual(lost('camera-1: unplugged; camera-2: no answer'));
    expect(whole({ kind: 'opening' }, lost('no answer'))).toEqual(lost('camera-2: no answer'));
  });

  test('are opening if one is, and off if all are', () => {
    expect(whole({ kind: 'off' }, { kind: 'opening' })).toEqual({ kind: 'opening' });
    expect(whole({ kind: 'off' }, { kind: 'off' })).toEqual({ kind: 'off' });
  });

  test('one camera is reported as it is', () => expect(whole(lost('unplugged'))).toEqual(lost('unplugged')));
});

describe('the faces out of sight in a report', () => {
  const settings = { ...moodDefaults, presence: { hold: ms(600_000) }, fade_after: ms(60_000) };
  const noon = moment(1_760_000_000_000);
  const unseenFor = (span: number, room = stepRoom(beginRoom(), sighting, settings)) =>
    reportedAbsence(stepRoom(room, { at: instant(span), faces: [] }, settings), instant(span), noon);

  test('say when the last one was seen, as calendar time', () => expect(unseenFor(1000)).toEqual({ faceSeenAt: noon - 1000 }));

  test('say nothing if there has been none', () => expect(unseenFor(20_000, beginRoom())).toEqual({}));

  test('say that the mood has become neutral without one', () =>
    expect(unseenFor(61_000)).toEqual({ blank: 'faded', faceSeenAt: noon - 61_000 }));
});
