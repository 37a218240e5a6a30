import { expect, onTestFinished, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { SharedTimeout } from '../../../src/shared/async/shared-timeout.ts';
import { FakeClock } from '../../fakes/clock.ts';

const hanging = new Promise<object>(() => undefined);
const patient = (limit: number) => {
  const clock = new FakeClock();
  const patience = new SharedTimeout(ms(limit), clock);
  onTestFinished(() => patience[Symbol.dispose]());
  return { clock, patience };
};

test('what is done in time is handed on, as often as need be, on one timer', async () => {
  const { clock, patience } = patient(10);
  for (let turn = 0; turn < 100; turn += 1) {
    expect(await patience.wait(Promise.resolve(turn))).toEqual({ ok: true, value: turn });
    await clock.advance(ms(7));
    expect(clock.sleeping).toBe(1);
  }
});

test('what hangs is given up after its limit, and not before, whenever it began', async () => {
  const { clock, patience } = patient(10);
  for (const began of [0, 3, 9]) {
    await clock.advance(ms(began));
    let said: unknown;
    const waiting = patience.wait(hanging).then((result) => {
      said = result;
    });
    await clock.advance(ms(9));
    expect(said).toBeUndefined();
    await clock.advance(ms(1));
    await waiting;
    expect(said).toEqual({ ok: false, why: 'late' });
    expect(await patience.wait(Promise.resolve(1))).toEqual({ ok: true, value: 1 });
  }
});

test('what fails in time fails as it is', async () => {
  const { patience } = patient(10);
  await expect(patience.wait(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});

test('what comes after the limit changes nothing, and no timer is left at the end', async () => {
  const clock = new FakeClock();
  const patience = new SharedTimeout(ms(10), clock);
  let fail = (_: Error): void => undefined;
  const waiting = patience.wait(
    new Promise<void>((_, reject) => {
      fail = reject;
    }),
  );
  await clock.advance(ms(10));
  fail(new Error('too late'));
  expect(await waiting).toEqual({ ok: false, why: 'late' });
  patience[Symbol.dispose]();
  expect(clock.sleeping).toBe(0);
});
