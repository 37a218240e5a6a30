import { describe, expect, test } from 'vitest';
import { isNamedPlace, placeNamed } from '../../src/config/places.ts';

describe('placeNamed', () => {
  test.each([
    ['127.0.0.1', { host: '127.0.0.1' }],
    [' HomeAssistant.local:8123 ', { host: 'homeassistant.local', port: 8123 }],
    ['[::1]:80', { host: '::1', port: 80 }],
    ['[::1]', { host: '::1' }],
  ])('%s', (text, place) => expect(placeNamed(text)).toEqual(place));

  test.each(['', 'http://a', 'a:0', 'a:65536', '::1', '[nas]', 'a b', '*', 'a/b'])('%s names none', (text) =>
    expect(placeNamed(text)).toBeUndefined(),
  );
});

test('a place is named by its name or its address, with its port or any', () => {
  const place = { host: 'Box.local', port: 8123 };
  expect(isNamedPlace(['box.local'], place, '127.0.0.1')).toBe(true);
  expect(isNamedPlace(['127.0.0.1:8123'], place, '127.0.0.1')).toBe(true);
  expect(isNamedPlace(['box.local:80', '127.0.0.2'], place, '127.0.0.1')).toBe(false);
  expect(isNamedPlace([], place, '127.0.0.1')).toBe(false);
});
