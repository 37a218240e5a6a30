import { describe, expect, test } from 'vitest';
import type { Transition } from '../../../web/src/views/day/flow.ts';
import { flowOf, outlineOf } from '../../../web/src/views/day/flow.ts';

const change = (from: Transition['from'], to: Transition['to'], times: number): Transition => ({ from, to, times, played: [] });
const CHANGES = [change('neutral', 'happy', 6), change('happy', 'neutral', 3), change('happy', 'sad', 1)];

describe('the picture of how moods became each other', () => {
  const flow = flowOf(CHANGES);

  test('has the moods of each side with their shares, in the order of the emotions', () => {
    expect(flow.from.map(({ mood, share }) => [mood, share])).toEqual([
      ['happy', 0.4],
      ['neutral', 0.6],
    ]);
    expect(flow.to.map(({ mood, share }) => [mood, share])).toEqual([
      ['happy', 0.6],
      ['sad', 0.1],
      ['neutral', 0.3],
    ]);
  });

  test.each(['from', 'to'] as const)('fills its height at the side %s, and no band lies over another', (side) => {
    const bands = flow[side];
    bands.slice(1).forEach((band, at) => {
      expect(band.top).toBeGreaterThan((bands[at]?.top ?? 0) + (bands[at]?.height ?? 0));
    });
    const last = bands.at(-1);
    expect((last?.top ?? 0) + (last?.height ?? 0)).toBeCloseTo(1);
  });

  test('has a ribbon for each change, which fill their bands', () => {
    expect(flow.ribbons.map(({ share }) => share)).toEqual([0.6, 0.3, 0.1]);
    for (const side of ['from', 'to'] as const)
      for (const band of flow[side]) {
        const ribbons = flow.ribbons.filter(({ change: each }) => each[side] === band.mood).map((ribbon) => ribbon[side]);
        expect(ribbons.reduce((sum, { height }) => sum + height, 0)).toBeCloseTo(band.height);
        expect(Math.min(...ribbons.map(({ top }) => top))).toBeCloseTo(band.top);
      }
  });

  test('draws a ribbon from edge to edge', () =>
    expect(outlineOf({ from: { top: 0, height: 0.5 }, to: { top: 0.25, height: 0.25 } })).toBe(
      'M0 0.00C50 0.00 50 25.00 100 25.00V50.00C50 50.00 50 50.00 0 50.00Z',
    ));

  test('is empty without changes', () => expect(flowOf([])).toEqual({ from: [], to: [], ribbons: [] }));
});
