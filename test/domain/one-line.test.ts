import { describe, expect, test } from 'vitest';
import { oneLine, printable, printableJson } from '../../src/domain/one-line.ts';

describe('text from outside becomes one line', () => {
  test.each([
    ['a line feed', 'one\ntwo', 'one two'],
    ['CR, LF and tabs', '\tone\r\n\t two ', 'one two'],
    ['an escape sequence', 'red \u001b[31mtext\u001b[0m', 'red [31mtext [0m'],
    ['a C1 control', 'a\u009b31mb', 'a 31mb'],
    ['line and paragraph separators', 'a\u2028b\u2029c', 'a b c'],
    ['a bidirectional override', 'evil\u202e3pm.exe', 'evil3pm.exe'],
    ['isolates and marks', '\u2066a\u2069\u200f\u200eb\u061c', 'ab'],
    ['a byte order mark', '\ufeffTitle', 'Title'],
    ['a lone high surrogate', 'a\ud83db', 'a b'],
    ['a lone low surrogate', 'a\udc00', 'a'],
    ['NUL', 'a\u0000b', 'a b'],
    ['nothing but what is invisible', '\u200d\u202e \u0301', ''],
    ['a tag without a flag', 'a\u{e0061}b', 'ab'],
    ['a soft hyphen', 'Auto\u00adbahn', 'Autobahn'],
  ])('%s', (_, text, line) => expect(oneLine(text)).toBe(line));

  test.each([
    ['an emoji of several people', '👩‍👩‍👧 family'],
    ['the flag of Scotland', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} pipes'],
    ['Persian with its joiner', 'می\u200cخواهم'],
    ['Hebrew', 'שיר אהבה'],
    ['decomposed letters', 'No\u0308el'],
    ['an astral letter', '𝒮𝒶𝓉𝒾𝑒'],
  ])('%s stays as it is', (_, text) => expect(oneLine(text)).toBe(text));

  test('is cut at 200 characters, or where it is asked to, and never inside of one', () => {
    expect(oneLine('x'.repeat(500))).toHaveLength(200);
    expect(oneLine('🎵'.repeat(500), 3)).toBe('🎵🎵🎵');
    expect(oneLine('\n'.repeat(50_000_000))).toBe('');
  });
});

test('what is printed keeps its spaces, and nothing that a terminal obeys', () => {
  expect(printable('mood    happy')).toBe('mood    happy');
  expect(printable('music   a\nmood    \u001b[2Jsad\u202e')).toBe('music   a mood     [2Jsad');
});

test('JSON loses nothing, and holds nothing that a terminal obeys', () => {
  const value = { title: 'a\nb\u001b[2J\u009b\u202e\u2028c\u{e0061}', tags: ['\ud83d', 'می\u200cخواهم', '👩‍👩‍👧'], none: null };
  const text = printableJson(value);
  expect(JSON.parse(text)).toEqual(value);
  expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202e\u{e0061}]/u);
  expect(text).toContain('👩‍👩‍👧');
});
