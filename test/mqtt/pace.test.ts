import { expect, test } from 'vitest';
import type { Instant } from '../../src/domain/units.ts';
import { instant, ms } from '../../src/domain/units.ts';
import type { MessagePace } from '../../src/mqtt/pace.ts';
import { afterOne, onceIn, waitIn } from '../../src/mqtt/pace.ts';

/** When messages leave that are always wanted, looked at once a second. */
function sentWithin(pace: MessagePace, seconds: number, since = 0): readonly number[] {
  let rested: Instant | undefined;
  const sent: number[] = [];
  for (let now = since; now < since + seconds; now += 1) {
    if (waitIn(pace, rested, instant(now * 1000)) > 0) continue;
    rested = afterOne(pace, rested, instant(now * 1000));
    sent.push(now);
  }
  return sent;
}

test('one in each span, and the first at once', () => expect(sentWithin(onceIn(ms(5000)), 16)).toEqual([0, 5, 10, 15]));

test('a burst at once, then one in each span', () =>
  expect(sentWithin({ every: ms(10_000), burst: 3 }, 31)).toEqual([0, 1, 2, 10, 20, 30]));

test('a rest gives the burst back, bit by bit', () => {
  const pace = { every: ms(10_000), burst: 3 };
  const after = [0, 0, 0].reduce<Instant | undefined>((rested, at) => afterOne(pace, rested, instant(at)), undefined);
  const waits = [0, 10_000, 20_000, 60_000].map((now) => waitIn(pace, after, instant(now)));
  expect(waits).toEqual([10_000, 0, 0, 0]);
  const once = afterOne(pace, after, instant(20_000));
  expect(waitIn(pace, once, instant(20_000))).toBe(0);
  expect(waitIn(pace, afterOne(pace, once, instant(20_000)), instant(20_000))).toBe(10_000);
});

test('messages that do not wait their turn cost no more than one whole burst', () => {
  const pace = onceIn(ms(5000));
  const after = [0, 0, 0, 0].reduce<Instant | undefined>((rested, at) => afterOne(pace, rested, instant(at)), undefined);
  expect(waitIn(pace, after, instant(0))).toBe(5000);
});
