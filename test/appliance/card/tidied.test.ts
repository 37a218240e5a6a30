import { expect, test } from 'vitest';
import { tidied } from '../../../src/appliance/card/tidied.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const PLAIN = 'system:\n  hostname: kitchen\n';

test.each([
  ['UTF-8', bytes(PLAIN)],
  ['UTF-8 with a byte order mark', bytes(`\ufeff${PLAIN}`)],
  ['line ends of Windows', bytes(PLAIN.replaceAll('\n', '\r\n'))],
  ['line ends of an old Mac', bytes(PLAIN.replaceAll('\n', '\r'))],
  ['UTF-16 as Notepad writes it', Buffer.from(`\ufeff${PLAIN}`, 'utf16le')],
  ['UTF-16 without a mark', Buffer.from(PLAIN, 'utf16le')],
  ['UTF-16, big end first', Buffer.from(`\ufeff${PLAIN}`, 'utf16le').swap16()],
  ['UTF-16, big end first, without a mark', Buffer.from(PLAIN, 'utf16le').swap16()],
  ['blanks that do not break', bytes(PLAIN.replace(': ', ':\u00a0'))],
])('%s is read as it was meant, without a word', (_, file) => expect(tidied(file)).toEqual({ text: PLAIN, notes: [] }));

test('an old Windows editor keeps its accented letters', () => expect(tidied(Uint8Array.of(0x63, 0x61, 0x66, 0xe9)).text).toBe('café'));

test('an empty file is an empty text', () => expect(tidied(new Uint8Array())).toEqual({ text: '', notes: [] }));

test.each([
  ['password: “let me in”', 'password: "let me in"'],
  ['password: „geheim12“  # the usual', 'password: "geheim12"  # the usual'],
  ['password: «secret12»', 'password: "secret12"'],
  ['password: ‘it’s long’', "password: 'it’s long'"],
  ["password: ‘a'b’", "password: 'a''b'"],
  ['password: “back\\slash "x"”', 'password: "back\\\\slash \\"x\\""'],
  ['- {ssid: “Home”, password: “let me in”}', '- {ssid: "Home", password: "let me in"}'],
  ['“hostname”: kitchen', '"hostname": kitchen'],
])('curly quotes around a value are straight: %s', (curly, straight) =>
  expect(tidied(bytes(`# one\n${curly}\n`))).toEqual({
    text: `# one\n${straight}\n`,
    notes: ['curly quotes were read as straight ones (line 2)'],
  }),
);

test.each(['ssid: Tom’s phone', 'ssid: Café “Zur Post” am Eck', 'ssid: 5”'])('curly quotes inside a value are part of it: %s', (line) =>
  expect(tidied(bytes(line))).toEqual({ text: line, notes: [] }),
);

test('a tab in the indentation is two spaces', () =>
  expect(tidied(bytes('system:\n\thostname: a\tb\n'))).toEqual({
    text: 'system:\n  hostname: a\tb\n',
    notes: ['tabs were read as two spaces each (line 2)'],
  }));
