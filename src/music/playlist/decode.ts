import { DOS_ENCODINGS, dosText } from './dos.ts';

/**
 * The encodings in which players write a playlist that is not Unicode, the likeliest first: Western Europe on Windows and on old Macs, then
 * the rest of the world.
 */
const LEGACY = [
  ...['windows-1252', 'macintosh', 'windows-1250', 'windows-1251', 'shift_jis', 'gb18030', 'euc-kr', 'big5', 'euc-jp', 'koi8-r'],
  ...[
    'windows-1253',
    'windows-1254',
    'windows-1255',
    'windows-1256',
    'windows-874',
    'ibm866',
    'iso-8859-2',
    'windows-1257',
    'x-mac-cyrillic',
  ],
];
/** How many bytes are looked at to tell UTF-16 without a byte order mark. */
const SAMPLE = 1024;
/** Zeros in UTF-16 whose names are hardly Latin at all: their number, and their share. A stray one means nothing. */
const FEWEST_ZEROS = 3;
const LEAST_ZEROS = 0.03;

/**
 * The texts that a playlist's bytes may mean, the likeliest first; at least one. Unicode has only one meaning, by its byte order mark or by
 * its form. Otherwise there is one text for each encoding that players have used, and the caller finds out which of them names files that
 * exist. Lines in UTF-8 are UTF-8 in each of them, because playlists are also put together from several sources.
 */
export function textsOf(bytes: Uint8Array): readonly string[] {
  const utf16 = utf16Of(bytes);
  if (utf16) return [new TextDecoder(utf16).decode(bytes)];
  const whole = utf8(bytes);
  if (whole !== undefined) return [whole];
  const lines = linesOf(bytes).map((line) => ({ line, text: utf8(line) }));
  const decoders = [
    ...LEGACY.map((encoding) => new TextDecoder(encoding)).map((decoder) => (line: Uint8Array) => decoder.decode(line)),
    ...DOS_ENCODINGS.map((encoding) => (line: Uint8Array) => dosText(line, encoding)),
  ];
  return decoders.map((decode) => lines.map(({ line, text }) => text ?? decode(line)).join('\n'));
}

/** Of a line end, a dot or a slash in UTF-16 the one byte is 0, always on the same side; no other text holds a 0. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const least = Math.max(FEWEST_ZEROS, sample.length * LEAST_ZEROS);
  if (odd >= least && even < odd / 4) return 'utf-16le';
  return even >= least && odd < even / 4 ? 'utf-16be' : undefined;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The lines without their ends, which are the same bytes in all encodings that are not UTF-16. */
function linesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let at = 0; at <= bytes.length; at += 1) {
    if (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) continue;
    if (at > start) lines.push(bytes.subarray(start, at));
    start = at + 1;
  }
  return lines;
}
