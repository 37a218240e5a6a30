import { describe, expect, test } from 'vitest';
import { instant, ms, share } from '../../../src/domain/units.ts';
import { Budget } from '../../../src/inference/finding/budget.ts';

const at = (time: number) => instant(time);

describe('a budget of a tenth of a core', () => {
  test('holds four seconds of it at first', () => {
    const budget = new Budget(share(0.1));
    budget.charge(ms(399));
    expect(budget.allows(at(0))).toBe(true);
    budget.charge(ms(1));
    expect(budget.allows(at(0))).toBe(false);
  });

  test("grows with time, up to four seconds' worth", () => {
    const budget = new Budget(share(0.1));
    budget.allows(at(0));
    budget.charge(ms(400));
    expect(budget.allows(at(1))).toBe(true);
    budget.allows(at(60_000));
    budget.charge(ms(401));
    expect(budget.allows(at(60_000))).toBe(false);
  });

  test("caps its debt at a second's worth", () => {
    const budget = new Budget(share(0.1));
    budget.allows(at(0));
    budget.charge(ms(5000));
    expect([budget.allows(at(999)), budget.allows(at(1001))]).toEqual([false, true]);
  });

  test('gains nothing while the clock stands still or goes back', () => {
    const budget = new Budget(share(0.1));
    budget.allows(at(1000));
    budget.charge(ms(450));
    expect([budget.allows(at(1000)), budget.allows(at(0)), budget.allows(at(400))]).toEqual([false, false, false]);
  });

  test('gives searches that can wait only the upper half of its savings', () => {
    const budget = new Budget(share(0.1));
    budget.charge(ms(199));
    expect(budget.allows(at(0), true)).toBe(true);
    budget.charge(ms(2));
    expect([budget.allows(at(0), true), budget.allows(at(0))]).toEqual([false, true]);
  });

  test('is charged for work, even if the work fails', async () => {
    const budget = new Budget(share(0.001));
    budget.allows(at(0));
    const busy = async (): Promise<void> => {
      const { user } = process.cpuUsage();
      while (process.cpuUsage().user - user < 20_000);
      throw new Error('in vain');
    };
    await expect(budget.spend(busy)).rejects.toThrow('in vain');
    expect(budget.allows(at(0))).toBe(false);
  });
});

test('a budget of nothing allows nothing', () => {
  const budget = new Budget(share(0));
  expect([budget.allows(at(0)), budget.allows(at(100_000))]).toEqual([false, false]);
});
