import { describe, expect, test } from 'vitest';
import { LogRing } from '../../src/shared/log-ring.ts';

const filled = (lines: number, length = 20): LogRing => {
  const ring = new LogRing();
  for (let i = 1; i <= lines; i += 1) ring.write(`${i}`.padEnd(length, '.'));
  return ring;
};

describe('LogRing', () => {
  test('keeps the newest 500 lines, and counts them all', () => {
    const kept = filled(1200).after(0);
    expect(kept.length).toBe(500);
    expect(kept[0]?.seq).toBe(701);
    expect(kept.at(-1)?.seq).toBe(1200);
  });

  test('gives only what came after a line', () => {
    const ring = filled(10);
    expect(ring.after(8).map(({ seq }) => seq)).toEqual([9, 10]);
    expect(ring.after(10)).toEqual([]);
  });

  test('a flood of long lines stays within its bounds', () => {
    const kept = filled(500, 100_000).after(0);
    expect(kept.every(({ text }) => text.length === 4000)).toBe(true);
    expect(kept.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(256_000);
    expect(kept.at(-1)?.seq).toBe(500);
  });
});
