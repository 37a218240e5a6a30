import { expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { PollingValue } from '../../../src/shared/async/polling-value.ts';
import { FakeClock } from '../../fakes/clock.ts';

test('a value is looked up at once, then at every turn, and no more once it is closed', async () => {
  const clock = new FakeClock();
  let world = 1;
  const polled = new PollingValue(0, async () => world, ms(1000), clock);
  expect(polled.value).toBe(0);
  await clock.advance(ms(0));
  expect(polled.value).toBe(1);
  world = 2;
  await clock.advance(ms(999));
  expect(polled.value).toBe(1);
  await clock.advance(ms(1));
  expect(polled.value).toBe(2);
  world = 3;
  await polled[Symbol.asyncDispose]();
  await clock.advance(ms(5000));
  expect([polled.value, clock.sleeping]).toEqual([2, 0]);
});

test('a look that takes its time is told when it is wanted no more', async () => {
  const slow = new PollingValue(
    'unknown',
    (signal) => new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('given up'))),
    ms(1000),
    new FakeClock(),
  );
  await slow[Symbol.asyncDispose]();
  expect(slow.value).toBe('given up');
});
