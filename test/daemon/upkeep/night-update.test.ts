import { expect, test } from 'vitest';
import type { BoxUpdates, UpdateRequest, UpdatesKnown } from '../../../src/daemon/upkeep/box-updates.ts';
import { NightUpdate } from '../../../src/daemon/upkeep/night-update.ts';
import type { Report } from '../../../src/domain/report.ts';
import { moment, ms } from '../../../src/domain/units.ts';
import type { BoxSystem } from '../../../src/domain/update.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Two in the morning, in the time of this machine. */
const TWO = new Date(2026, 10, 27, 2).getTime();

const GOOD: BoxSystem = {
  ...{ running: 'a', next: 'a', takesUpdates: true },
  slots: [
    { name: 'a', state: 'good', version: '1.0' },
    { name: 'b', state: 'empty' },
  ],
};
const OFFERED: UpdatesKnown = { system: GOOD, isHere: false, offer: { version: '2.0', size: 100 } };
const WAITING: UpdatesKnown = { system: { ...GOOD, next: 'b' }, isHere: false };

type Heard = Pick<Report, 'announcing' | 'guest' | 'playback' | 'presence'>;
const EMPTY: Heard = { playback: { kind: 'silent' }, presence: { kind: 'absent', since: moment(0) } };
const track = { id: 'x', title: 'x', url: 'x', source: 'loops', mood: 'happy', endless: false } as never;

/** A box at two in the morning, and what root is asked for, with the minutes since. */
function box(known: UpdatesKnown | undefined, { hours = '03:00-05:00', random = 0 } = {}) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const room = { known, heard: EMPTY };
  const updates: BoxUpdates = {
    known: async () => room.known,
    ask: async (what: UpdateRequest) => void asked.push(`${what} ${clock.now() / MINUTE}`),
  };
  const over = new AbortController();
  const night = new NightUpdate({
    ...{ updates, hours, clock, log: new FakeLog(), report: () => room.heard, random: () => random },
    today: () => moment(TWO + clock.now()),
  });
  const running = night.run(over.signal);
  const until = async (span: number): Promise<void> => clock.advance(ms(span));
  const end = async (): Promise<void> => {
    over.abort();
    await running;
  };
  return { asked, room, until, end };
}

test('what is offered is fetched at night, once', async () => {
  const { asked, until, end } = box(OFFERED);
  await until(5 * HOUR);
  expect(asked).toEqual(['fetch 60']);
  await end();
});

test('not every box begins in the same minute', async () => {
  const { asked, until, end } = box(OFFERED, { random: 0.5 });
  await until(5 * HOUR);
  expect(asked).toEqual(['fetch 75']);
  await end();
});

test('a version that comes to nothing is fetched three nights, and a newer one again', async () => {
  const { asked, room, until, end } = box(OFFERED);
  await until(5 * 24 * HOUR);
  expect(asked).toEqual(['fetch 60', 'fetch 1500', 'fetch 2940']);
  room.known = { ...OFFERED, offer: { version: '3.0', size: 100 } };
  await until(24 * HOUR);
  expect(asked).toHaveLength(4);
  await end();
});

test('the box starts into what waits, once the room has been quiet for ten minutes', async () => {
  const { asked, room, until, end } = box(WAITING);
  room.heard = { ...EMPTY, playback: { kind: 'playing', track, since: 0 as never } };
  await until(90 * MINUTE);
  expect(asked).toEqual([]);
  room.heard = EMPTY;
  await until(HOUR);
  expect(asked).toEqual(['restart 101']);
  await end();
});

test.each<[string, Partial<Heard>]>([
  ['somebody is there', { presence: { kind: 'present', by: 'camera', since: moment(0) } as never }],
  ['a track is about to begin', { playback: { kind: 'loading', track } }],
  ['a guest plays', { guest: { kind: 'playing', guests: [] } }],
  ['something is announced', { announcing: {} as never }],
])('not while %s', async (_, heard) => {
  const { asked, room, until, end } = box(WAITING);
  room.heard = { ...EMPTY, ...heard };
  await until(5 * HOUR);
  expect(asked).toEqual([]);
  await end();
});

test.each<[string, UpdatesKnown | undefined]>([
  ['on a box that was not started from the image', undefined],
  ['that somebody has sent', { system: GOOD, isHere: true }],
  ['while one is being installed', { ...OFFERED, system: { ...GOOD, percent: 3 } }],
  ['while one is on its way', { ...OFFERED, arrived: 5 }],
  ['where nobody may make any', { ...OFFERED, system: { ...GOOD, takesUpdates: false } }],
  ['while the running system is on trial', { ...OFFERED, system: { ...GOOD, slots: [{ name: 'a', state: 'trying', left: 2, used: 1 }] } }],
])('nothing is installed %s', async (_, known) => {
  const { asked, until, end } = box(known);
  await until(5 * HOUR);
  expect(asked).toEqual([]);
  await end();
});

test('without hours nothing happens by itself', async () => {
  const { asked, room, until, end } = box(WAITING, { hours: '' });
  await until(24 * HOUR);
  room.known = OFFERED;
  await until(24 * HOUR);
  expect(asked).toEqual([]);
  await end();
});
