import type { YAMLMap } from 'yaml';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { lineOf } from '../config/yaml-mistake.ts';
import type { TextEncoding } from '../shared/decoded-text.ts';
import { decodedText, encodingOf } from '../shared/decoded-text.ts';
import { commentBehind } from './card/comment-notes.ts';
import { STORED } from './card/system/networks.ts';
import { tidied } from './card/tidied.ts';

/** How a quotation mark or a blank may be written in the file itself, where `tidied` has made a plain one of it. */
const WRITTEN: Readonly<Record<string, string>> = {
  '"': '["“”„‟«»]',
  "'": "['‘’‚‛‹›]",
  ' ': '[ \\u00a0\\u2007\\u202f]',
};

/**
 * The bytes of a settings file with `(stored)` in place of the passwords of these Wi-Fi networks, and of a comment behind one that has no
 * quotation marks: it may be the end of the password. Everything else stays as it is, byte by byte: comments, line ends, encoding. A
 * password that cannot be found for certain stays, too.
 */
export function withStoredPasswords(bytes: Uint8Array, networks: readonly string[]): Uint8Array {
  const text = decodedText(bytes);
  const spans = passwordsIn(tidied(bytes).text, networks).flatMap((password) => spanOf(password, text));
  const encoding = encodingOf(bytes);
  const start = bytes.length - lengthIn(encoding, text); // the byte order mark
  const after = (at: number): number => start + lengthIn(encoding, text.slice(0, at));
  const ordered = spans.toSorted((a, b) => b.from - a.from);
  return ordered.reduce<Uint8Array>(
    (all, { from, to }) => Buffer.concat([all.subarray(0, after(from)), encoded(encoding, STORED), all.subarray(after(to))]),
    bytes,
  );
}

/**
 * A password as YAML writes it, quotes included, and its line, counted from 0. `rest`: the comment behind it, which may be the end of a
 * password whose owner did not know that.
 */
type Written = { readonly source: string; readonly rest: string; readonly line: number };
type Span = { readonly from: number; readonly to: number };

function passwordsIn(text: string, networks: readonly string[]): readonly Written[] {
  const document = parseDocument(text, { schema: 'failsafe', logLevel: 'silent' });
  const wifi = document.getIn(['system', 'wifi'], true);
  const entries = (isSeq(wifi) ? wifi.items : [wifi]).filter((each): each is YAMLMap => isMap(each));
  return entries.flatMap((entry) => {
    const password = entry.get('password', true);
    if (!networks.includes(String(entry.get('ssid'))) || !isScalar(password) || !password.range) return [];
    const [from, to] = password.range;
    return [{ source: text.slice(from, to), rest: commentBehind(password, text) ?? '', line: lineOf(text, from) - 1 }];
  });
}

/** Where the file itself has that password: the last place of its line, behind the key. None if it runs over several lines. */
function spanOf({ source, rest, line }: Written, text: string): readonly Span[] {
  const found = [...text.matchAll(/[^\r\n]*(\r\n?|\n|$)/g)][line];
  if (!found || source.includes('\n') || source === '') return [];
  const pattern = new RegExp(
    `(?<=password["'“”‘’]?\\s*:\\s+)${[...source].map(asWritten).join('')}${rest === '' ? '(?=[\\s,}\\]]|$)' : REST}`,
    'giu',
  );
  const [place, ...others] = [...found[0].matchAll(pattern)];
  if (!place || others.length > 0) return [];
  const from = found.index + place.index;
  return [{ from, to: from + place[0].length }];
}

/** Blanks and a comment, in whatever way they are written in the file itself. */
const REST = '[ \\t\\u00a0\\u2007\\u202f]+#[^\\r\\n]*';

const asWritten = (letter: string): string => WRITTEN[letter] ?? letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');

function lengthIn(encoding: TextEncoding, text: string): number {
  if (encoding === 'utf-8') return Buffer.byteLength(text);
  return encoding === 'windows-1252' ? text.length : text.length * 2;
}

/** `text` has ASCII letters only. */
function encoded(encoding: TextEncoding, text: string): Buffer {
  if (encoding === 'utf-8' || encoding === 'windows-1252') return Buffer.from(text);
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}
