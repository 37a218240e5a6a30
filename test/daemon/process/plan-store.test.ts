import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PlanStore } from '../../../src/daemon/process/plan-store.ts';
import { FakeLog } from '../../fakes/log.ts';

const hours = Array.from({ length: 24 }, (_, hour) => (hour === 8 ? ('happy' as const) : null));
const plan = { workday: hours, weekend: hours };
const folder = (): string => mkdtempSync(join(tmpdir(), 'moodbox-plan-'));
const open = (dir: string) => PlanStore.open(dir, new FakeLog());

test('a decision is in force at once and survives a restart', async () => {
  const dir = folder();
  {
    await using store = open(dir);
    expect(store.decision).toEqual({ state: 'undecided' });
    store.decide({ state: 'used', plan });
    expect(store.decision.plan?.workday[8]).toBe('happy');
  }
  await using again = open(dir);
  expect(again.decision).toEqual({ state: 'used', plan });
});

test('a refused plan stays refused, and keeps its hours', async () => {
  const dir = folder();
  {
    await using store = open(dir);
    store.decide({ state: 'refused', plan });
  }
  await using again = open(dir);
  expect(again.decision).toEqual({ state: 'refused', plan });
});

test.each(['', '{', '[]', '{"state":"used"}', '{"state":"used","plan":{"workday":["happy"],"weekend":[]}}', '{"state":7}'])(
  'a broken file plans nothing: %s',
  async (content) => {
    const dir = folder();
    writeFileSync(join(dir, 'plan.json'), content);
    await using store = open(dir);
    expect(store.decision.state).toBe('undecided');
    expect(readFileSync(join(dir, 'plan.json'), 'utf8')).toBe(content);
  },
);
