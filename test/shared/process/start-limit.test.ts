import { expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { StartLimit } from '../../../src/shared/process/start-limit.ts';

test('a start that took too long gets twice the time at the next try, up to eight times', () => {
  const limit = new StartLimit(ms(5000));
  const spans = [0, 1, 2, 3, 4].map(() => {
    const { span } = limit;
    limit.extend();
    return span;
  });
  expect(spans).toEqual([5000, 10_000, 20_000, 40_000, 40_000]);
});
