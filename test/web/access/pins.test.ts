import { scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkedPin, PinHasher } from '../../../src/web/access/pins.ts';

const hasher = new PinHasher();

test.each(['sunny kitchen', 'Sunny Kitchen', ' sunny  kitchen ', 'sunnyKitchen', 'ｓunny kitchen'])(
  '%j opens what "Sunny kitchen" locks',
  async (typed) => expect(await hasher.matches(typed, await hasher.keep('Sunny kitchen'))).toBe(true),
);

test('a PIN of an earlier version still opens, as it was typed', async () => {
  const salt = Buffer.from('salt');
  const hash = scryptSync('Sunny kitchen', salt, 32, { N: 2 ** 14, r: 8, p: 1 });
  const kept = { salt: salt.toString('base64'), hash: hash.toString('base64'), cost: 2 ** 14 };
  expect(await hasher.matches('Sunny kitchen ', kept)).toBe(true);
  expect(await hasher.matches('sunny kitchen', kept)).toBe(false);
});

test.each([
  ['1 2 3', 'must have 4 to 64 characters, not counting spaces'],
  ['A a A a', 'too easy to guess'],
  ['x'.repeat(65), 'must have 4 to 64 characters'],
])('%j is refused', (pin, why) =>
  expect(checkedPin(pin, 'owner')).toMatchObject({ ok: false, why: { sentence: expect.stringContaining(why) } }),
);
