import { expect, test } from 'vitest';
import { restarter } from '../../src/daemon/life.ts';
import { ms } from '../../src/domain/units.ts';
import { LinkedAbort } from '../../src/shared/async/linked-abort.ts';
import { FakeClock } from '../fakes/clock.ts';

test('a restart that an impatient visitor asks for twenty times comes once', async () => {
  const clock = new FakeClock();
  using stop = new LinkedAbort();
  const again = restarter(stop, clock);
  for (let i = 0; i < 20; i += 1) again.ask();
  expect([clock.sleeping, again.asked()]).toEqual([1, false]);
  await clock.advance(ms(300));
  expect([again.asked(), stop.signal.aborted]).toEqual([true, true]);
});
