import { expect, test } from 'vitest';
import { programIn } from '../../../src/shared/process/programs.ts';

test('a program is found only where it can be run', () => {
  expect(programIn(['/nowhere', '/etc'], 'passwd')).toBeUndefined();
  expect(programIn(['/nowhere', '/bin'], 'sh')).toBe('/bin/sh');
});
