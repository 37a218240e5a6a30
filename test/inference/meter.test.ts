import { expect, test } from 'vitest';
import { Meter } from '../../src/inference/meter.ts';

const busy = (span: number): void => {
  for (const end = performance.now() + span; performance.now() < end; );
};

test('a meter adds up the wall and CPU time of each stage', async () => {
  const meter = new Meter(['work', 'rest']);
  expect(await meter.time('work', () => 7)).toBe(7);
  await meter.time('work', () => busy(30));
  expect(meter.spent.work.wall).toBeGreaterThanOrEqual(30);
  expect(meter.spent.work.cpu).toBeGreaterThan(0);
  expect(meter.spent.rest).toEqual({ wall: 0, cpu: 0 });
});

test('work that fails is charged too, and its error is passed on', async () => {
  const meter = new Meter(['work']);
  const failing = meter.time('work', () => {
    busy(5);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(meter.spent.work.wall).toBeGreaterThanOrEqual(5);
});

test('figures that were read do not change afterwards', async () => {
  const meter = new Meter(['work']);
  const before = meter.spent;
  await meter.time('work', () => busy(2));
  expect(before.work.wall).toBe(0);
});
