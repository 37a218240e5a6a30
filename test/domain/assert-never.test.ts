import { expect, test } from 'vitest';
import { assertNever } from '../../src/domain/assert-never.ts';

type Shape = 'round' | 'square';

const corners = (shape: Shape): number => {
  switch (shape) {
    case 'round':
      return 0;
    case 'square':
      return 4;
    default:
      return assertNever(shape);
  }
};

test('a known case is answered', () => expect(corners('square')).toBe(4));

test('a value of no known case is named in the error', () => {
  expect(() => corners('oval' as Shape)).toThrow('no case handles "oval"');
});

test('a case that is left out does not compile', () => {
  const forgetful = (shape: Shape): number => {
    if (shape === 'round') return 0;
    // @ts-expect-error 'square' is left
    return assertNever(shape);
  };
  expect(() => forgetful('square')).toThrow('"square"');
});
