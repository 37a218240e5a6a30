import { expect, test } from 'vitest';
import { greetingWords, networkWords } from '../../../src/mqtt/link/network-words.ts';

const error = (message: string, code?: string): Error => Object.assign(new Error(message), code === undefined ? {} : { code });

test.each([
  [
    'connect ECONNREFUSED 10.0.0.7:1883',
    'ECONNREFUSED',
    'nothing listens there: is the broker running, and is the port right? (connect ECONNREFUSED 10.0.0.7:1883)',
  ],
  ['', 'ECONNREFUSED', 'nothing listens there: is the broker running, and is the port right? (ECONNREFUSED)'],
  ['write EPROTO '.padEnd(200, 'x'), 'EPROTO', 'there is no TLS on that port: use mqtt:// or ws://, or another port (EPROTO)'],
  ['connect EINVAL fe80::1:1883', 'EINVAL', expect.stringMatching(/^its name leads to an IPv6 address of one network only/)],
  ['odd', 'EODD', 'odd'],
  ['odd', undefined, 'odd'],
])('%s %s', (message, code, words) => expect(networkWords(error(message, code))).toEqual(words));

test.each([
  ['Unexpected server response: 404', undefined, 'the web server there answers 404: check the path in mqtt.url'],
  [
    'Invalid header flag bits',
    undefined,
    'what answers there does not speak MQTT: check the scheme and the port in mqtt.url (Invalid header flag bits)',
  ],
  ['getaddrinfo ENOTFOUND a', 'ENOTFOUND', 'its name is not known: check mqtt.url, and the network (getaddrinfo ENOTFOUND a)'],
])('at the greeting: %s', (message, code, words) => expect(greetingWords(error(message, code))).toBe(words));
