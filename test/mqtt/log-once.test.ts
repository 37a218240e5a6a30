import { expect, test } from 'vitest';
import { LogOnce } from '../../src/mqtt/log-once.ts';

test('each kind is new once', () => {
  const complaints = new LogOnce();
  expect([complaints.isNew('a'), complaints.isNew('b'), complaints.isNew('a')]).toEqual([true, true, false]);
});

test('the memory is bounded, and so is the log', () => {
  const complaints = new LogOnce(10);
  const fresh = Array.from({ length: 10_000 }, (_, i) => complaints.isNew(String(i))).filter((isNew) => isNew);
  expect(fresh).toHaveLength(10);
});
