import { expect, test } from 'vitest';
import { LatestSlot } from '../../../src/shared/async/latest-slot.ts';

const never = new AbortController().signal;

test('the newest item wins and what is dropped is counted', async () => {
  const queue = new LatestSlot<{ n: number }>();
  for (const n of [1, 2, 3]) queue.put({ n });
  expect(await queue.take(never)).toEqual({ n: 3 });
  expect(queue.dropped).toBe(2);
});

test('a waiting reader gets the next item', async () => {
  const queue = new LatestSlot<{ n: number }>();
  const taken = queue.take(never);
  queue.put({ n: 7 });
  expect(await taken).toEqual({ n: 7 });
  expect(queue.dropped).toBe(0);
});

test('an abort rejects and leaves no listener behind', async () => {
  const queue = new LatestSlot<{ n: number }>();
  const stop = new AbortController();
  const taken = queue.take(stop.signal);
  stop.abort();
  await expect(taken).rejects.toThrow();
  expect(queue.listenerCount('put')).toBe(0);
});
