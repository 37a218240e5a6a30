import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { moment } from '../../src/domain/units.ts';
import { historyFile, openHistory } from '../../src/history/open.ts';
import { second, song } from '../contracts/history.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { historyFolder } from './setting.ts';

const world = () => ({ clock: new FakeClock(), log: new FakeLog(), today: () => moment(0) });

test('no history is kept if none is wanted, and no file made', async () => {
  const dir = historyFolder();
  await using history = openHistory({ enabled: false, keep_days: 365 }, dir, world());
  history.record({ kind: 'like', at: second(0), track: song('a') });
  expect(history.state).toEqual({ kind: 'off' });
  expect(history.opinions()).toEqual([]);
  expect(existsSync(historyFile(dir))).toBe(false);
});

test('the file lies in the state folder', async () => {
  const dir = historyFolder();
  await using history = openHistory({ enabled: true, keep_days: 0.5 }, dir, world());
  expect(history.state.kind).toBe('keeping');
  expect(existsSync(historyFile(dir))).toBe(true);
});

const modes = (dir: string): readonly string[] =>
  readdirSync(dir)
    .sort()
    .map((name) => `${name} ${(statSync(join(dir, name)).mode & 0o777).toString(8)}`);

test('other users cannot read the file, nor what SQLite keeps beside it', async () => {
  const dir = historyFolder();
  chmodSync(dir, 0o755);
  const before = process.umask(0);
  try {
    await using history = openHistory({ enabled: true, keep_days: 1 }, dir, world());
    expect(history.state.kind).toBe('keeping');
    expect(modes(dir)).toEqual(['history.db 640', 'history.db-shm 640', 'history.db-wal 640']);
  } finally {
    process.umask(before);
  }
});

test('a file of an earlier version is closed to others when it is opened', async () => {
  const dir = historyFolder();
  await openHistory({ enabled: true, keep_days: 1 }, dir, world())[Symbol.asyncDispose]();
  chmodSync(historyFile(dir), 0o644);
  await using history = openHistory({ enabled: true, keep_days: 1 }, dir, world());
  expect(history.state.kind).toBe('keeping');
  expect(modes(dir)).toEqual(['history.db 640', 'history.db-shm 640', 'history.db-wal 640']);
});
