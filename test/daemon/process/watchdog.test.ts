import { expect, test } from 'vitest';
import { noManager } from '../../../src/daemon/process/systemd.ts';
import { watchdog, watchdogTimes } from '../../../src/daemon/process/watchdog.ts';
import { ms } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';

test('is fed while the loop turns, starves when the loop is stuck, and recovers with it', async () => {
  const clock = new FakeClock();
  const log = new FakeLog();
  const stop = new AbortController();
  let fed = 0;
  let turn = clock.now();
  const manager = {
    ...noManager,
    watchdog: async () => {
      fed += 1;
    },
  };
  const pulse = { lastTurn: () => turn, every: ms(20_000), stale: ms(40_000) };
  const running = watchdog(pulse, manager, clock, log, stop.signal);

  for (let i = 0; i < 5; i += 1) {
    await clock.advance(ms(20_000));
    turn = clock.now();
  }
  expect(fed).toBe(6);
  await clock.advance(ms(100_000));
  expect(fed).toBe(7);
  expect(log.events).toContain('watchdog.starving');
  turn = clock.now();
  await clock.advance(ms(20_000));
  expect(fed).toBe(8);
  stop.abort();
  await running;
});

test('takes its times from what systemd allows, and has none if systemd wants no watchdog', () => {
  expect(watchdogTimes({ WATCHDOG_USEC: '60000000' })).toEqual({ every: 20_000, stale: 40_000 });
  expect(watchdogTimes({})).toBeUndefined();
  expect(watchdogTimes({ WATCHDOG_USEC: 'soon' })).toBeUndefined();
});
