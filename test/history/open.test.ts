import { existsSync } from 'node:fs';
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
