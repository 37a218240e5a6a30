import { expect, test } from 'vitest';
import { spokenAddress, VOICES } from '../../../src/players/output/spoken-address.ts';

const HERE = { hostname: 'living-room', address: '192.168.1.20', port: 80, isSecure: false };

test('the address is said as one says it, and the port only if it is not the usual one', () => {
  expect(spokenAddress('en', HERE)).toBe('This is moodbox. On your phone, open living - room dot local, or 192 dot 168 dot 1 dot 20.');
  expect(spokenAddress('de', { ...HERE, hostname: 'moodbox', port: 8080 })).toBe(
    'Hier ist moodbox. Öffne auf deinem Telefon moodbox Punkt local Doppelpunkt 8080, oder 192 Punkt 168 Punkt 1 Punkt 20 Doppelpunkt 8080.',
  );
  expect(spokenAddress('en', { ...HERE, port: 443, isSecure: true })).not.toContain('443');
});

test('the code for the first PIN is said digit by digit, and twice', () => {
  expect(spokenAddress('en', { ...HERE, code: '01234567' })).toMatch(
    / The page asks for a code\. It is (0, 1, 2, 3, 4, 5, 6, 7)\. Once more: \1\.$/,
  );
  for (const language of VOICES)
    expect(spokenAddress(language, { ...HERE, code: '01234567' }).split('0, 1, 2, 3, 4, 5, 6, 7')).toHaveLength(3);
});

test('without a network each language says so', () => {
  for (const language of VOICES) expect(spokenAddress(language, { ...HERE, address: undefined })).not.toMatch(/\d/);
});
