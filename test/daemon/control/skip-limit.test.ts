import { describe, expect, test } from 'vitest';
import { SkipLimit } from '../../../src/daemon/control/skip-limit.ts';
import { ms } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';

/** How many of so many presses of Next count, one every so often. */
async function counted(presses: number, every: number) {
  const [clock, log] = [new FakeClock(), new FakeLog()];
  const limit = new SkipLimit({ clock, log });
  let passed = 0;
  for (let i = 0; i < presses; i += 1) {
    passed += limit.passes() ? 1 : 0;
    await clock.advance(ms(every));
  }
  return { passed, events: log.events };
}

describe('Next', () => {
  test('counts as often as somebody presses it who looks for a song', async () => {
    expect(await counted(15, 1500)).toEqual({ passed: 15, events: [] });
    expect(await counted(5, 0)).toEqual({ passed: 5, events: [] });
  });

  test('counts five times in five seconds at most, and that is said once', async () => {
    expect(await counted(20_000, 0)).toEqual({ passed: 5, events: ['next.too_often'] });
  });

  test('counts forty times in ten minutes at most', async () => {
    expect((await counted(600, 1000)).passed).toBe(40);
    expect((await counted(1200, 1000)).passed).toBe(80);
  });

  test('counts again when the storm is over, with the number of those that were held back', async () => {
    const [clock, log] = [new FakeClock(), new FakeLog()];
    const limit = new SkipLimit({ clock, log });
    for (let i = 0; i < 8; i += 1) limit.passes();
    await clock.advance(ms(5000));
    expect(limit.passes()).toBe(true);
    expect(log.lines.map(({ event, fields }) => [event, (fields as { heldBack?: number }).heldBack])).toEqual([
      ['next.too_often', undefined],
      ['next.counts_again', 3],
    ]);
  });
});
