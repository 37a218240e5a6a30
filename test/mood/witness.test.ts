import { describe, expect, test } from 'vitest';
import { scoresBy } from '../../src/domain/emotion.ts';
import { instant, ms, px, share } from '../../src/domain/units.ts';
import type { MomentContext, MoodSettings, RoomState } from '../../src/mood/room.ts';
import { beginRoom, closeEyes, passTime, presenceIn, stepRoom } from '../../src/mood/room.ts';
import { WAITED_FOR } from '../../src/mood/witness.ts';
import { swift } from './swift.ts';

const MINUTE = 60_000;
const HOLD = ms(5 * MINUTE);
const manners: MoodSettings = {
  ...{ of: 'largest', hold: ms(3000), margin: share(0.1), min_confidence: share(0.4), away_after: ms(10_000), smoothing: ms(1000) },
  ...swift,
  presence: { hold: HOLD },
};
const FACE = {
  id: 1,
  box: { x: px(0), y: px(0), width: px(50), height: px(50) },
  scores: scoresBy((each) => (each === 'happy' ? 0.7 : 0.05)),
};

type Shown = 'somebody' | 'nobody' | 'movement' | 'lost';
type Moment = { readonly bar: Shown; readonly door: Shown; readonly sensor?: boolean };

/** A room that two cameras look at, once a second for so many minutes. */
function during(before: RoomState, minutes: number, { bar, door, sensor }: Moment, start = before.presence.at ?? 0): RoomState {
  const shown = Object.entries({ bar, door });
  const lost = new Set(shown.filter(([, what]) => what === 'lost').map(([camera]) => camera));
  const around: MomentContext = { watching: lost.size < 2, sensor, losses: { interrupted: new Set(), lost } };
  let room = before;
  for (let at = start + 1000; at <= start + minutes * MINUTE; at += 1000) {
    room = passTime(room, instant(at), manners, around);
    for (const [camera, what] of shown.filter(([name]) => !lost.has(name))) {
      const sighting = { at: instant(at), camera, faces: what === 'somebody' ? [FACE] : [], moved: what === 'movement' };
      room = stepRoom(room, sighting, manners, around);
    }
  }
  return room;
}
const kind = (room: RoomState) => presenceIn(room).kind;

describe('a room of which one camera is lost', () => {
  const guest = during(beginRoom(), 1, { bar: 'nobody', door: 'somebody' });
  const broken = { bar: 'nobody', door: 'lost' } as const;

  test('is not empty because the other one sees nobody: whom only the lost one saw may still be there', () => {
    expect(kind(during(guest, 4, broken))).toBe('present');
    expect(kind(during(guest, 6, broken))).toBe('unknown');
    expect(kind(during(guest, WAITED_FOR / MINUTE - 1, broken))).toBe('unknown');
  });

  test('is empty after half an hour of that, however long the camera stays broken', () => {
    const given = during(guest, WAITED_FOR / MINUTE + 1, broken);
    expect(kind(given)).toBe('absent');
    expect(kind(during(given, 60, broken))).toBe('absent');
    expect(kind(during(given, 10, { bar: 'nobody', door: 'nobody' }))).toBe('absent');
  });

  test('goes on with a camera that is back: it looks for the rest of the hold first', () => {
    const late = during(during(guest, 2, { bar: 'nobody', door: 'nobody' }), 10, broken);
    expect(kind(late)).toBe('unknown');
    expect(kind(during(late, 2, { bar: 'nobody', door: 'nobody' }))).toBe('unknown');
    expect(kind(during(late, 4, { bar: 'nobody', door: 'nobody' }))).toBe('absent');
    expect(kind(during(late, 1, { bar: 'nobody', door: 'somebody' }))).toBe('present');
  });

  test('is empty where the lost camera had seen nobody for the hold, or never', () => {
    const left = during(guest, 6, { bar: 'nobody', door: 'nobody' });
    expect(kind(left)).toBe('absent');
    expect(kind(during(left, 6, broken))).toBe('absent');
    const followed = during(beginRoom(), 1, { bar: 'somebody', door: 'nobody' });
    expect(kind(during(followed, 6, broken))).toBe('absent');
  });

  test('is somebody who only moves, too', () => {
    const reader = during(during(guest, 4, { bar: 'nobody', door: 'nobody' }), 2, { bar: 'nobody', door: 'movement' });
    expect(kind(during(reader, 6, broken))).toBe('unknown');
  });

  test('is what a sensor of the home says, which speaks for the whole room', () => {
    expect(kind(during(guest, 6, { ...broken, sensor: false }))).toBe('absent');
    expect(kind(during(guest, 6, { ...broken, sensor: true }))).toBe('present');
  });

  test('forgets it all when the cameras are switched off', () => expect(closeEyes(during(guest, 6, broken)).witnesses.size).toBe(0));
});
