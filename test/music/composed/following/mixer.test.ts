import { describe, expect, test } from 'vitest';
import { Mixer } from '../../../../src/music/composed/following/mixer.ts';
import type { SectionSound } from '../../../../src/music/composed/following/sound.ts';

/** A sound of one value on both sides, which rings on for half as long at half of it. */
function tone(value: number, frames: number, gain = 1): SectionSound {
  const samples = new Int16Array(Math.round(frames * 1.5) * 2).map((_, i) => (i < frames * 2 ? value : Math.round(value / 2)));
  return { samples, frames, gain };
}
const left = (samples: Int16Array): readonly number[] => [...samples].filter((_, i) => i % 2 === 0);
const none = (): undefined => undefined;

describe('sections', () => {
  test('follow each other without a gap, and what rings on is heard over the next one', () => {
    const mixer = new Mixer(tone(1000, 4));
    const next = [tone(3000, 6)];
    expect(left(mixer.take(10, () => next.shift()))).toEqual([1000, 1000, 1000, 1000, 3500, 3500, 3000, 3000, 3000, 3000]);
  });

  test('are the same however they are taken', () => {
    const whole = new Mixer(tone(1000, 40));
    const parts = new Mixer(tone(1000, 40));
    const sections = [tone(500, 50), tone(700, 60), tone(900, 70)];
    const [forWhole, forParts] = [[...sections], [...sections]];
    const all = [...whole.take(150, () => forWhole.shift())];
    const pieces = [7, 13, 80, 50].flatMap((frames) => [...parts.take(frames, () => forParts.shift())]);
    expect(pieces).toEqual(all);
  });

  test('have the loudness that they are to have, and never reach full scale', () => {
    expect(left(new Mixer(tone(1000, 4, 2.5)).take(2, none))).toEqual([2500, 2500]);
    const loud = left(new Mixer(tone(30_000, 4, 6)).take(2, none));
    expect(Math.max(...loud)).toBeLessThanOrEqual(0.871 * 32_768);
  });
});

describe('a section that is late', () => {
  test('lets the present one come again: softer, and never silent for longer than a moment', () => {
    const mixer = new Mixer(tone(10_000, 2000));
    const heard = left(mixer.take(4000, none));
    const repeat = heard.slice(3100);
    expect(mixer.repeats).toBe(1);
    expect(Math.min(...repeat)).toBeGreaterThan(7000);
    expect(Math.max(...repeat)).toBeLessThan(10_000);
  });

  test('is darker, with its sides changed, and gives way to the next one once that is there', () => {
    const high = new Int16Array(4000).map((_, i) => (i % 4 === 0 ? 8000 : i % 4 === 2 ? -8000 : 0));
    const mixer = new Mixer({ samples: high, frames: 2000, gain: 1 });
    const first = mixer.take(2000, none);
    const again = mixer.take(2000, none);
    const power = (samples: Int16Array, side: number): number =>
      [...samples].reduce((sum, each, i) => sum + (i % 2 === side ? each ** 2 : 0), 0);
    expect(power(first, 1)).toBe(0);
    expect(power(again, 0)).toBe(0);
    expect(power(again, 1)).toBeLessThan(power(first, 0) / 20);
    const next = [tone(100, 10)];
    expect(left(mixer.take(5, () => next.shift()))).toEqual([100, 100, 100, 100, 100]);
    expect(mixer.repeats).toBe(0);
  });
});
