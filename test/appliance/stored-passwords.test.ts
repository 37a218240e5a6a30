import { expect, test } from 'vitest';
import { withStoredPasswords } from '../../src/appliance/stored-passwords.ts';

const stored = (text: string, ...networks: readonly string[]): string =>
  Buffer.from(withStoredPasswords(Buffer.from(text), networks)).toString();

test('only the password goes: comments, blanks, quotes of others and line ends stay', () =>
  expect(
    stored(
      '# mine\r\nsystem:\r\n  wifi:\r\n    - ssid: Home   # ours\r\n      password: "let me in"  # secret\r\nmqtt: {password: "let me in"}\r\n',
      'Home',
    ),
  ).toBe(
    '# mine\r\nsystem:\r\n  wifi:\r\n    - ssid: Home   # ours\r\n      password: (stored)  # secret\r\nmqtt: {password: "let me in"}\r\n',
  ));

test.each([
  ['in braces', 'system: {wifi: {ssid: Home, password: let me in}}', 'system: {wifi: {ssid: Home, password: (stored)}}'],
  [
    'in braces before the name',
    'system: {wifi: [{password: let me in, ssid: Home}]}',
    'system: {wifi: [{password: (stored), ssid: Home}]}',
  ],
  ['in curly quotes', 'system:\n  wifi: {ssid: Home, password: “let me in”}\n', 'system:\n  wifi: {ssid: Home, password: (stored)}\n'],
  [
    'in single quotes',
    "system:\n  wifi:\n    ssid: 'Home'\n    password: 'it''s a secret'",
    "system:\n  wifi:\n    ssid: 'Home'\n    password: (stored)",
  ],
  ['behind tabs', 'system:\n\twifi:\n\t\tssid: Home\n\t\tpassword: let me in', 'system:\n\twifi:\n\t\tssid: Home\n\t\tpassword: (stored)'],
  [
    'with a blank that does not break',
    'system:\n  wifi: {ssid: Home, password: let\u00a0me in}',
    'system:\n  wifi: {ssid: Home, password: (stored)}',
  ],
  ['with signs', 'system:\n  wifi:\n    ssid: Home\n    password: a.*+?(b)\\$', 'system:\n  wifi:\n    ssid: Home\n    password: (stored)'],
])('a password %s', (_, text, expected) => expect(stored(text, 'Home')).toBe(expected));

test('of several networks only those that are named', () => {
  const text = 'system:\n  wifi:\n    - {ssid: A, password: the same one}\n    - {ssid: B, password: the same one}\n';
  expect(stored(text, 'B')).toBe('system:\n  wifi:\n    - {ssid: A, password: the same one}\n    - {ssid: B, password: (stored)}\n');
  expect(stored(text, 'A', 'B')).toBe('system:\n  wifi:\n    - {ssid: A, password: (stored)}\n    - {ssid: B, password: (stored)}\n');
});

test('a password over several lines, or one that is not there, leaves the file alone', () => {
  for (const text of [
    'system:\n  wifi:\n    ssid: Home\n    password: |\n      let me in\n',
    'system:\n  wifi: {ssid: Home}\n',
    '',
    'system: [\n',
  ])
    expect(stored(text, 'Home')).toBe(text);
});

const TEXT = 'system:\r\n  wifi: {ssid: Küche, password: let me in} # Öl\r\n';
test.each([
  ['UTF-16 of Notepad', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(TEXT, 'utf16le')])],
  ['UTF-16, the other way round', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(TEXT, 'utf16le').swap16()])],
  ['UTF-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(TEXT)])],
  ['an old Windows encoding', Buffer.from(TEXT, 'latin1')],
])('%s stays as it is, byte by byte', (_, bytes) => {
  const after = Buffer.from(withStoredPasswords(bytes, ['Küche']));
  const wide = bytes.includes(0) ? 2 : 1;
  expect(bytes.length - after.length).toBe(wide * ('let me in'.length - '(stored)'.length));
  const at = after.findIndex((byte, index) => byte !== bytes[index]);
  expect(after.subarray(0, at)).toEqual(bytes.subarray(0, at));
  const tail = Buffer.from(bytes.subarray(bytes.length - 8 * wide));
  expect(after.subarray(after.length - 8 * wide)).toEqual(tail);
  expect(after.toString(wide === 2 ? 'utf16le' : 'latin1').includes('let me in')).toBe(false);
});
