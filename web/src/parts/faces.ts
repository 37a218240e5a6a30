import type { Override } from '../../../src/domain/emotion.ts';

export type FaceName = Override | 'unknown';

/** The drawn faces: one set of strokes for each mood, in a square of 100 units. */
export const STROKES: Readonly<Record<FaceName, readonly string[]>> = {
  happy: ['M31 45q5-8 10 0', 'M59 45q5-8 10 0', 'M30 60q20 22 40 0'],
  sad: ['M28 38l13-6', 'M72 38l-13-6', 'M35 46v3', 'M65 46v3', 'M34 72q16-15 32 0'],
  angry: ['M28 33l14 8', 'M72 33l-14 8', 'M36 48v3', 'M64 48v3', 'M35 70q15-9 30 0'],
  fear: ['M28 34q6-7 13-7', 'M72 34q-6-7-13-7', 'M35 41a5 5 0 1 0 .1 0z', 'M65 41a5 5 0 1 0 .1 0z', 'M30 69q5-7 10 0t10 0t10 0t10 0'],
  surprise: ['M28 31q7-7 14 0', 'M58 31q7-7 14 0', 'M35 44v4', 'M65 44v4', 'M50 59a9 10 0 1 0 .1 0z'],
  disgust: ['M28 36l14 4', 'M72 31q-7-4-14 3', 'M31 47h9', 'M60 47h9', 'M32 68q9-9 18-2t18-3'],
  neutral: ['M35 43v4', 'M65 43v4', 'M35 66h30'],
  away: ['M29 46q6 6 12 0', 'M59 46q6 6 12 0', 'M44 66h12'],
  auto: ['M18 50q32-36 64 0q-32 36-64 0z', 'M50 41a9 9 0 1 0 .1 0z'],
  unknown: ['M32 52v.1', 'M50 52v.1', 'M68 52v.1'],
};
