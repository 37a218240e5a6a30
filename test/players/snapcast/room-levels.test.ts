import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RoomLevels } from '../../../src/players/snapcast/room-levels.ts';
import { levelIn } from '../../../src/players/snapcast/rooms.ts';
import { FakeLog } from '../../fakes/log.ts';

const file = () => join(mkdtempSync(join(tmpdir(), 'moodbox-rooms-')), 'rooms.json');
const open = (path: string, log = new FakeLog()) => RoomLevels.open(path, log);

test('a room that nobody has set is as loud as the box', () => expect(open(file()).of('kitchen')).toEqual({ percent: 100, muted: false }));

test('what was set is kept, for each room by itself, and the usual level needs no entry', async () => {
  const path = file();
  const levels = open(path);
  for (const value of [10, 20, 30]) levels.set('kitchen', { percent: value });
  levels.set('bath', { muted: true });
  levels.set('bath', { muted: false });
  await levels[Symbol.asyncDispose]();
  expect(open(path).of('kitchen')).toEqual({ percent: 30, muted: false });
  expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')))).toEqual(['kitchen']);
});

test('no more rooms are kept than a house has: the oldest goes', async () => {
  const levels = open(file());
  for (let i = 0; i < 65; i += 1) levels.set(`room-${i}`, { muted: true });
  await levels[Symbol.asyncDispose]();
  expect([levels.of('room-0').muted, levels.of('room-1').muted]).toEqual([false, true]);
});

test.each(['{', '[1]', '{"a":{"percent":101,"muted":false}}'])('a file with %s is ignored, and that is logged', (text) => {
  const path = file();
  writeFileSync(path, text);
  const log = new FakeLog();
  expect(open(path, log).of('a')).toEqual({ percent: 100, muted: false });
  expect(log.events).toEqual(['rooms.broken']);
});

test.each([
  [60, false, 50, false, 30, false],
  [60, true, 50, false, 30, true],
  [60, false, 0, true, 0, true],
  [45, false, 33, false, 15, false],
])('at %i %s a room with %i %s is at %i %s', (all, allMuted, own, ownMuted, percent, muted) =>
  expect(levelIn({ percent: all, muted: allMuted }, { percent: own, muted: ownMuted })).toEqual({ percent, muted }),
);
