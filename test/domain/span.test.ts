import { expect, test } from 'vitest';
import { spanOf } from '../../src/domain/span.ts';

test.each([
  ['500ms', 500],
  ['3s', 3000],
  ['1.5h', 5_400_000],
  ['30 m', 1_800_000],
])('%s is %i ms', (text, span) => expect(spanOf(text)).toBe(span));

test.each(['', '30', '-3s', '3 days', 's', '1e3s'])('%j is no length of time', (text) => expect(spanOf(text)).toBeUndefined());
