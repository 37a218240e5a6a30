import type { Override } from '../../../src/domain/emotion.ts';

export type FaceName = Override | 'unknown';

/** The drawn faces: the strokes of each mood as one path, in a square of 100 units. */
export const STROKES: Readonly<Record<FaceName, string>> = {
  happy: 'M31 45q5-8 10 0M59 45q5-8 10 0M30 60q20 22 40 0',
  sad: 'M28 38l13-6M72 38l-13-6M35 46v3M65 46v3M34 72q16-15 32 0',
  angry: 'M28 33l14 8M72 33l-14 8M36 48v3M64 48v3M35 70q15-9 30 0',
  fear: 'M28 34q6-7 13-7M72 34q-6-7-13-7M35 41a5 5 0 1 0 .1 0zM65 41a5 5 0 1 0 .1 0zM30 69q5-7 10 0t10 0t10 0t10 0',
  surprise: 'M28 31q7-7 14 0M58 31q7-7 14 0M35 44v4M65 44v4M50 59a9 10 0 1 0 .1 0z',
  disgust: 'M28 36l14 4M72 31q-7-4-14 3M31 47h9M60 47h9M32 68q9-9 18-2t18-3',
  neutral: 'M35 43v4M65 43v4M35 66h30',
  away: 'M29 46q6 6 12 0M59 46q6 6 12 0M44 66h12',
  auto: 'M18 50q32-36 64 0q-32 36-64 0zM50 41a9 9 0 1 0 .1 0z',
  unknown: 'M32 52v.1M50 52v.1M68 52v.1',
};
