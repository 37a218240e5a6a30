import { expect, test } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { within } from '../../src/music/within.ts';
import { FakeClock } from '../fakes/clock.ts';

const never = new AbortController().signal;
const hanging = new Promise<object>(() => undefined);

test('what is done in time is handed on, and no timer is left', async () => {
  const clock = new FakeClock();
  expect(await within(Promise.resolve({ a: 1 }), ms(10), clock, never)).toEqual({ a: 1 });
  expect(clock.sleeping).toBe(0);
});

test('what hangs is given up after its limit', async () => {
  const clock = new FakeClock();
  const waiting = within(hanging, ms(10), clock, never);
  await clock.advance(ms(10));
  expect(await waiting).toBeUndefined();
});

test('what hangs is given up at an abort, before and in the middle', async () => {
  const clock = new FakeClock();
  expect(await within(hanging, ms(10), clock, AbortSignal.abort())).toBeUndefined();
  const stop = new AbortController();
  const waiting = within(hanging, ms(10), clock, stop.signal);
  stop.abort();
  expect(await waiting).toBeUndefined();
  expect(clock.sleeping).toBe(0);
});
