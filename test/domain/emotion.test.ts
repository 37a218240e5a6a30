import { expect, test } from 'vitest';
import { isEmotion, isMood, scoresBy, strongest } from '../../src/domain/emotion.ts';

test('away is a mood but no emotion', () => {
  expect(isMood('away')).toBe(true);
  expect(isEmotion('away')).toBe(false);
  expect(isMood('auto')).toBe(false);
});

test('the strongest emotion wins, the first of the order where two are equal', () => {
  expect(strongest(scoresBy((each) => (each === 'sad' ? 0.4 : 0.1)))).toBe('sad');
  expect(strongest(scoresBy(() => 1 / 7))).toBe('angry');
});

test('scores follow the order of the network', () => expect(scoresBy((_, index) => index / 10).surprise).toBe(0.5));
