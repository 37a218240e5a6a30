import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../src/domain/history.ts';
import { moment, ms } from '../../src/domain/units.ts';
import { SqliteArchive } from '../../src/history/archive.ts';
import { SqliteHistory } from '../../src/history/sqlite.ts';
import { EVERYTHING, NOON, song } from '../contracts/history.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import type { ClockCase } from '../fixtures/field/clocks/inputs.ts';
import { CLOCKS } from '../fixtures/field/clocks/inputs.ts';
import { historyFolder, YEAR } from '../history/setting.ts';

const DAY = 86_400_000;
const LIKED_DAYS_AGO = [360, 300, 200, 100, 1];

/** The life before: five likes, and the box was last on at noon. */
async function formerLife(file: string): Promise<void> {
  const today = () => moment(NOON);
  await using history = SqliteHistory.open({ file, keep: YEAR, clock: new FakeClock(), today, log: new FakeLog() });
  for (const days of LIKED_DAYS_AGO) history.record({ kind: 'like', at: moment(NOON - days * DAY), track: song(`${days}`) });
}

async function lived({ off, clock: clocks, confirmed = false, slept }: ClockCase, file: string): Promise<readonly string[]> {
  const clock = new FakeClock();
  const log = new FakeLog();
  let wrongBy = clocks[0]?.by ?? 0;
  const today = () => moment(NOON + off + wrongBy + clock.now());
  const uptime = () => ms(clock.now() + wrongBy);
  const history = SqliteHistory.open({ file, keep: YEAR, clock, today, log, clockIsSet: () => confirmed, ...(slept && { uptime }) });
  history.record({ kind: 'mood', at: today(), mood: 'sad', by: 'camera' });
  history.record({ kind: 'started', at: today(), track: song('on and on') });
  const started = today();
  for (const { by, lasts } of clocks) {
    wrongBy = by;
    await clock.advance(ms(lasts));
  }
  const heard = ms(clock.now());
  history.record({ kind: 'over', at: today(), started, track: song('on and on'), heard, end: 'ended' });
  await history[Symbol.asyncDispose]();
  return log.events;
}

function read(file: string): readonly HistoryEntry[] {
  using archive = SqliteArchive.open(file);
  return archive?.entries(EVERYTHING) ?? [];
}

describe('a clock that is', () => {
  test.each(CLOCKS)('$name', async (given) => {
    const file = join(historyFolder(), 'history.db');
    await formerLife(file);
    const said = await lived(given, file);
    const entries = read(file);
    expect(entries.filter(({ kind }) => kind === 'like')).toHaveLength(given.left);
    const sad = entries.flatMap((each) => (each.kind === 'mood' ? [each.until - each.at] : []));
    expect(sad.reduce((sum, each) => sum + each, 0)).toBe(given.on);
    const plays = entries.flatMap((each) => (each.kind === 'play' ? [[each.until - each.at, each.heard, each.end]] : []));
    const total = given.clock.reduce((sum, { lasts }) => sum + lasts, 0);
    expect(plays).toEqual([[expect.closeTo(total, -5), total, 'ended']]);
    expect(said).toEqual(given.says);
    rmSync(dirname(file), { recursive: true });
  });

  test('right over a sleep leaves the evening in the evening', async () => {
    const file = join(historyFolder(), 'history.db');
    const asleep = CLOCKS.find(({ slept }) => slept);
    if (!asleep) throw new Error('no sleep');
    await formerLife(file);
    await lived(asleep, file);
    const sad = read(file).flatMap((each) => (each.kind === 'mood' ? [[each.at, each.until]] : []));
    const [evening, morning] = [NOON + asleep.off, NOON + asleep.off + 10.5 * 3_600_000];
    // It is noticed within five seconds.
    const about = (at: number): number => expect.closeTo(at, -5);
    expect(sad).toEqual([
      [evening, about(evening + 1_800_000)],
      [about(morning), morning + 1_800_000],
    ]);
    rmSync(dirname(file), { recursive: true });
  });

  test('set early in a life is noted in today’s calendar, and the next life is right', async () => {
    const file = join(historyFolder(), 'history.db');
    const [ahead] = CLOCKS;
    if (!ahead) throw new Error('no clocks');
    await formerLife(file);
    await lived(ahead, file);
    await lived({ ...ahead, off: 16 * 3_600_000, clock: [{ by: 0, lasts: 60_000 }] }, file);
    const times = read(file).map(({ at }) => at);
    expect(Math.max(...times)).toBe(NOON + 16 * 3_600_000);
    expect(times.filter((at) => at < NOON)).toHaveLength(5);
    rmSync(dirname(file), { recursive: true });
  });
});
