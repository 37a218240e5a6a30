import { expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { withTimeout } from '../../../src/shared/async/timeout.ts';
import { FakeClock } from '../../fakes/clock.ts';

const never = new AbortController().signal;
const hanging = new Promise<object>(() => undefined);

test('what is done in time is handed on, and no timer is left', async () => {
  const clock = new FakeClock();
  expect(await withTimeout(ms(10), Promise.resolve(1), clock, never)).toEqual({ ok: true, value: 1 });
  expect(clock.sleeping).toBe(0);
});

test('what hangs is given up after its limit', async () => {
  const clock = new FakeClock();
  const waiting = withTimeout(ms(10), hanging, clock, never);
  await clock.advance(ms(10));
  expect(await waiting).toEqual({ ok: false, why: 'late' });
});

test('what hangs is given up at an abort, before and in the middle', async () => {
  const clock = new FakeClock();
  expect(await withTimeout(ms(10), hanging, clock, AbortSignal.abort())).toEqual({ ok: false, why: 'late' });
  const stop = new AbortController();
  const waiting = withTimeout(ms(10), hanging, clock, stop.signal);
  stop.abort();
  expect(await waiting).toEqual({ ok: false, why: 'late' });
  expect(clock.sleeping).toBe(0);
});

test('what fails in time fails as it is', async () => {
  await expect(withTimeout(ms(10), Promise.reject(new Error('broken')), new FakeClock())).rejects.toThrow('broken');
});
