import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { Moment } from '../domain/units.ts';

/** A tar archive (ustar) of a few small files, without folders, and a reader that takes nothing else. */

/** Files by name. A name is letters, digits, dots and dashes, at most 99 characters. */
export type Files = ReadonlyMap<string, Buffer>;

const BLOCK = 512;
const CHECKSUM = { at: 148, length: 8 };

/** The archive of these files. Throws for a name that a tar header cannot hold. */
export function tarOf(files: Files, at: Moment): Buffer {
  const parts = [...files].flatMap(([name, bytes]) => [headerOf(name, bytes.length, at), bytes, padding(bytes.length)]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

const padding = (length: number): Buffer => Buffer.alloc((BLOCK - (length % BLOCK)) % BLOCK);

function headerOf(name: string, size: number, at: Moment): Buffer {
  if (!/^[\w.-]{1,99}$/.test(name)) throw new Error(`'${name}' is no name for a file in an archive`);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write('0000640\0', 100);
  header.write('0000000\x000000000\0', 108);
  header.write(`${octal(size, 11)}\0${octal(Math.floor(at / 1000), 11)}\0`, 124);
  header.write('0ustar\x0000', 156);
  header.copy(header, 257, 157, 165); // the magic word stands behind the name of a link
  header.fill(0, 157, 257);
  header.write(`${octal(sumOf(header), 6)}\0 `, CHECKSUM.at);
  return header;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

/** The sum of a header's bytes, its own field taken as spaces. */
function sumOf(header: Buffer): number {
  return header.reduce((sum, byte, index) => sum + (index >= CHECKSUM.at && index < CHECKSUM.at + CHECKSUM.length ? 32 : byte), 0);
}

/**
 * The files of an archive: ordinary files with these names, none of them twice, each within its own size. Anything else (links, folders,
 * paths, other names) makes the archive a failure, with a sentence.
 */
export function filesIn(archive: Buffer, sizes: Readonly<Record<string, number>>): Result<Files, string> {
  const files = new Map<string, Buffer>();
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return done(files);
    const entry = entryOf(header, sizes);
    if (!entry.ok) return entry;
    const { name, size } = entry.value;
    if (files.has(name)) return failed(`'${name}' is in it twice`);
    const start = at + BLOCK;
    if (start + size > archive.length) return failed(`'${name}' is cut off`);
    files.set(name, archive.subarray(start, start + size));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return failed('its end is missing');
}

function entryOf(
  header: Buffer,
  sizes: Readonly<Record<string, number>>,
): Result<{ readonly name: string; readonly size: number }, string> {
  const field = (at: number, length: number): string =>
    header
      .toString('latin1', at, at + length)
      .split('\0', 1)[0]
      ?.trim() ?? '';
  if (Number.parseInt(field(CHECKSUM.at, CHECKSUM.length), 8) !== sumOf(header)) return failed('it is damaged, or no archive');
  const name = field(0, 100);
  const most = Object.hasOwn(sizes, name) ? sizes[name] : undefined;
  if (most === undefined || field(345, 155) !== '') return failed('it holds something that does not belong into a backup');
  if (!['0', ''].includes(field(156, 1))) return failed(`'${name}' is not an ordinary file`);
  const written = field(124, 12);
  const size = Number.parseInt(written, 8);
  if (!/^[0-7]{1,11}$/.test(written) || size > most) return failed(`'${name}' is too large`);
  return done({ name, size });
}
