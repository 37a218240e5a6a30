import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { moment, ms } from '../../src/domain/units.ts';
import { SqliteHistory } from '../../src/history/sqlite.ts';
import { NOON, song } from '../contracts/history.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { historyFolder, YEAR } from './setting.ts';

const HOUR = 3_600_000;

test('what was dated years ahead by a wrong clock is not the newest for years', async () => {
  const file = join(historyFolder(), 'history.db');
  const clock = new FakeClock();
  let wrongBy = 2 * YEAR;
  const today = () => moment(NOON + wrongBy + clock.now());
  const open = () => SqliteHistory.open({ file, keep: YEAR, clock, today, log: new FakeLog() });
  const heard = (history: SqliteHistory, title: string): void => {
    history.record({ kind: 'started', at: today(), track: song(title) });
    history.record({ kind: 'like', at: today(), track: song(title) });
  };
  const before = open();
  heard(before, 'ahead');
  await clock.advance(ms(2 * HOUR));
  wrongBy = 0;
  heard(before, 'right');
  await before[Symbol.asyncDispose]();
  await using after = open();
  expect(after.recent().at(-1)).toBe(song('right').id);
  expect(after.opinions()[0]?.track.id).toBe(song('right').id);
  rmSync(dirname(file), { recursive: true });
});
