import { describe, expect, test } from 'vitest';
import { filesIn, tarOf } from '../../src/backup/tar.ts';
import { moment } from '../../src/domain/units.ts';

const NOW = moment(1_790_000_000_000);
const SIZES = { 'a.json': 1000, 'b.db': 5000 };
const archive = (): Buffer =>
  tarOf(
    new Map([
      ['a.json', Buffer.from('{"a":1}')],
      ['b.db', Buffer.alloc(1024, 7)],
    ]),
    NOW,
  );

/** The archive with bytes of its first header changed, and the sum that then belongs to it. */
function changed(at: number, text: string): Buffer {
  const bytes = archive();
  bytes.write(text, at, 'latin1');
  bytes.fill(' ', 148, 156);
  const sum = bytes.subarray(0, 512).reduce((all, byte) => all + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

describe('a tar archive', () => {
  test('comes back as it was', () => {
    const read = filesIn(archive(), SIZES);
    expect(read.ok && [...read.value].map(([name, bytes]) => [name, bytes.length])).toEqual([
      ['a.json', 7],
      ['b.db', 1024],
    ]);
  });

  test.each([
    ['a path', changed(0, '../a.json\0'), /does not belong/],
    ['an absolute path', changed(0, '/etc/passwd\0'), /does not belong/],
    ['another name', changed(0, 'access.json\0'), /does not belong/],
    ['a name of every object', changed(0, 'constructor\0'), /does not belong/],
    ['a folder before the name', changed(345, 'etc\0'), /does not belong/],
    ['a symbolic link', changed(156, '2'), /not an ordinary file/],
    ['a hard link', changed(156, '1'), /not an ordinary file/],
    ['a folder', changed(156, '5'), /not an ordinary file/],
    ['a size beyond its limit', changed(124, '00000002000\0'), /too large/],
    ['a size that is no number', changed(124, 'x0000000007\0'), /too large/],
    ['a size in another notation', changed(124, '\x80\0\0\0\0\0\0\0\0\0\0\x07'), /too large/],
    ['a file that is cut off', archive().subarray(0, 2048), /cut off/],
    ['an end that is missing', archive().subarray(0, -1024), /end is missing/],
    ['a header that is damaged', archive().fill('x', 10, 20), /damaged/],
    ['the same file twice', Buffer.concat([archive().subarray(0, 1024), archive()]), /twice/],
    ['no archive at all', Buffer.alloc(4096, 'x'), /damaged/],
    ['nothing', Buffer.alloc(0), /end is missing/],
  ])('with %s is refused', (_what, bytes, why) => {
    const read = filesIn(bytes, SIZES);
    expect(read.ok).toBe(false);
    expect(!read.ok && read.why).toMatch(why);
  });
});
