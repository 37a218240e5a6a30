import { expect, test } from 'vitest';
import { refusal } from '../../../src/domain/refusal.ts';
import { done, failed } from '../../../src/domain/result.ts';
import { percent } from '../../../src/domain/units.ts';
import type { PlayerRoom, PlayerRooms } from '../../../src/players/port.ts';
import { emptyRoomsAnswers } from '../../fakes/music-answers.ts';
import { seeing } from '../../group/made.ts';

const BY = { level: 'household', address: '192.0.2.7' } as const;

class FakeRooms implements PlayerRooms {
  all: readonly PlayerRoom[] = [{ id: 'b8:27:eb:00:00:01', name: 'Kitchen', connected: true, percent: percent(80), muted: false }];

  async set(id: string, change: Partial<PlayerRoom>): Promise<boolean> {
    this.all = this.all.map((room) => (room.id === id ? { ...room, ...change } : room));
    return this.all.some((room) => room.id === id);
  }

  onChange = () => () => undefined;
}

test('a box that plays in one place and is in no group has neither rooms nor boxes', async () => {
  expect(await emptyRoomsAnswers()['GET /api/rooms'](undefined, BY)).toEqual(done({ volume: 60, rooms: null, group: null }));
});

test('rooms are told without the serial numbers of their computers, and set by the id that was told', async () => {
  const rooms = new FakeRooms();
  const answers = emptyRoomsAnswers({ rooms });
  const told = await answers['GET /api/rooms'](undefined, BY);
  if (!told.ok) throw new Error('refused');
  const [kitchen] = told.value.rooms ?? [];
  expect(kitchen).toEqual({ id: expect.stringMatching(/^[\w-]{16}$/), name: 'Kitchen', connected: true, volume: 80, muted: false });
  expect(JSON.stringify(told)).not.toContain('b8:27');
  const set = await answers['PUT /api/rooms']({ id: kitchen?.id ?? '', volume: 35, muted: true }, BY);
  expect(set).toMatchObject({ ok: true, value: { rooms: [{ volume: 35, muted: true }] } });
  expect(await answers['PUT /api/rooms']({ id: 'b8:27:eb:00:00:01', muted: true }, BY)).toMatchObject({
    ok: false,
    why: { sentence: expect.stringContaining('load the list once more') },
  });
});

test('boxes of the group tell whom they see and of what they are sure; the music is handed over by their ids', async () => {
  const asked: string[] = [];
  const answers = emptyRoomsAnswers({
    group: () => ({
      state: {
        name: 'cafe',
        members: ['bar', 'door'],
        plays: 'bar',
        will: 'playing',
        sees: true,
        refused: [{ id: 'attic', why: 'not signed' }],
      },
      boxes: [
        { id: 'bar', sight: { kind: 'blind' }, sound: true, presence: 'unknown', here: true, plays: true },
        { id: 'door', sight: seeing('happy', 2), sound: true, presence: 'present', here: false, plays: false },
      ],
    }),
    handOver: (to) => {
      asked.push(to);
      return to === 'door' ? done(undefined) : failed(refusal('box_gone', { box: to }));
    },
  });
  expect(await answers['GET /api/rooms'](undefined, BY)).toMatchObject({
    value: {
      group: {
        name: 'cafe',
        boxes: [
          { id: 'bar', here: true, plays: true, sees: 'blind', faces: 0 },
          { id: 'door', here: false, plays: false, sees: 'sure', faces: 2, emotion: 'happy' },
        ],
        refused: [{ id: 'attic', why: 'not signed' }],
      },
    },
  });
  expect(await answers['POST /api/group/plays']({ id: 'door' }, BY)).toEqual(done({ id: 'door' }));
  expect(await answers['POST /api/group/plays']({ id: 'attic' }, BY)).toEqual(failed(refusal('box_gone', { box: 'attic' })));
  expect(asked).toEqual(['door', 'attic']);
});
