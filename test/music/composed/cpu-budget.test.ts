import { expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { CpuBudget } from '../../../src/music/composed/cpu-budget.ts';
import { FakeClock } from '../../fakes/clock.ts';

const HOUR = 3_600_000;

test('a new box may work for twenty minutes; after that, 3 % of the time', async () => {
  const clock = new FakeClock();
  const budget = new CpuBudget(clock);
  let worked = 0;
  while (budget.wait === 0) {
    budget.spend(ms(30_000));
    worked += 30_000;
  }
  expect(worked).toBeGreaterThan(20 * 60_000);
  expect(worked).toBeLessThan(23 * 60_000);
  let later = 0;
  for (let passed = 0; passed < 24 * HOUR; passed += 60_000) {
    await clock.advance(ms(60_000));
    if (budget.wait > 0) continue;
    budget.spend(ms(30_000));
    later += 30_000;
  }
  expect(later / (24 * HOUR)).toBeLessThan(0.0305);
  expect(later / (24 * HOUR)).toBeGreaterThan(0.029);
});

test('says how long to wait after it was overdrawn', async () => {
  const clock = new FakeClock();
  const budget = new CpuBudget(clock);
  budget.spend(ms(HOUR));
  const wait = budget.wait;
  expect(wait).toBeGreaterThan(HOUR);
  await clock.advance(ms(wait + 1000));
  expect(budget.wait).toBe(0);
});
