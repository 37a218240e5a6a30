import { expect, test } from 'vitest';
import { reasonWords } from '../../../src/mqtt/link/reasons.ts';

/** Every code that MQTT 5 has for CONNACK, PUBACK, SUBACK and DISCONNECT (2.4), and every one of 3.1.1. */
const CODES = [1, 2, 3, 4, 5, ...Array.from({ length: 35 }, (_, i) => 128 + i)];

test('every code has words of its own kind, and no number', () => {
  for (const code of CODES) expect(reasonWords(code)).toMatch(/^[a-zA-Z][^0-9]*(\bQoS\b[^0-9]*)?$/);
});

test('a code that no release of MQTT has is told as it is', () => expect(reasonWords(200)).toMatch(/does not know \(code 200\)/));
test('no code is no reason', () => expect(reasonWords(undefined)).toBe('it gives no reason'));

test.each([
  ['other.example:1884', 'use another broker for now: set mqtt.url to other.example:1884'],
  ['[2001:db8::1]:1883', 'use another broker for now: set mqtt.url to [2001:db8::1]:1883'],
  ['a b', 'use another broker for now: set mqtt.url to its new address'],
  ['\u001b[31m', 'use another broker for now: set mqtt.url to its new address'],
  ['x'.repeat(101), 'use another broker for now: set mqtt.url to its new address'],
])('the address %j of another broker is named only if it is one', (server, words) => expect(reasonWords(156, server)).toBe(words));

test('an address is named only by a broker that sends us there', () => expect(reasonWords(135, 'evil.example')).not.toContain('evil'));
