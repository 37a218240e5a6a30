import { expect, it } from 'vitest';
import { cookiesAfter } from '../../../src/camera/network/cookies.ts';

it.each<[string | undefined, readonly string[], string | undefined]>([
  [undefined, [], undefined],
  [undefined, ['sid=1; Path=/; HttpOnly', 'lang=en'], 'sid=1; lang=en'],
  ['sid=1; lang=en', ['sid=a=b; Secure'], 'sid=a=b; lang=en'],
  ['sid=1', ['no cookie', '=x', ''], 'sid=1'],
])('after %j, %j sends %j', (before, set, header) => expect(cookiesAfter(before, set)).toBe(header));

it('sends twenty at most', () => {
  const many = Array.from({ length: 1000 }, (_, n) => `c${n}=1`);
  expect(cookiesAfter(undefined, many)?.split('; ')).toHaveLength(20);
});
