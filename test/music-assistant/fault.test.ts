import { expect, test } from 'vitest';
import { faultOfNumber } from '../../src/music-assistant/fault.ts';

test.each([
  [17, 'offline'],
  [24, 'unheard'],
  [25, 'offline'],
  [23, 'forbidden'],
  [999, 'gone'],
])('error %i counts as %s', (code, why) => expect(faultOfNumber(code)).toMatchObject({ why, code }));
