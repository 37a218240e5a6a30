import { expect, test } from 'vitest';
import { instant, ms } from '../../src/domain/units.ts';
import { VirtualClock } from '../../src/simulate/clock.ts';

const never = new AbortController().signal;

test('a virtual clock stands still until it is moved, and wakes those whose time has come', async () => {
  const clock = new VirtualClock();
  const woken: string[] = [];
  void clock.sleep(ms(2000), never).then(() => woken.push('two'));
  void clock.sleep(ms(1000), never).then(() => woken.push('one'));
  expect(clock.next).toBe(1000);
  expect(clock.moveTo(instant(999))).toBe(false);
  expect(clock.moveTo(instant(1000))).toBe(true);
  await Promise.resolve();
  await new Promise(setImmediate);
  expect(woken).toEqual(['one']);
  expect([clock.now(), clock.next]).toEqual([1000, 2000]);
});

test('a sleeper whose signal is aborted is woken with the reason, and waited for no longer', async () => {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const sleeping = clock.sleep(ms(1000), stop.signal);
  stop.abort(new Error('enough'));
  await expect(sleeping).rejects.toThrow('enough');
  expect(clock.next).toBeUndefined();
  await expect(clock.sleep(ms(1000), stop.signal)).rejects.toThrow('enough');
});
