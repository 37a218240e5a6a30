import { describe, expect, it, test } from 'vitest';
import { ByteQueue } from '../../../src/camera/stream/byte-queue.ts';
import { AT_START, jpegStep } from '../../../src/camera/stream/jpeg-end.ts';
import { NoPictures } from '../../../src/camera/stream/no-pictures.ts';
import { PartCutter } from '../../../src/camera/stream/part-cutter.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
/** The skeleton of a JPEG file: a segment, a scan, data with a stuffed byte and a restart, the end mark. */
const jpeg = (data: string): string => `\xff\xd8\xff\xe0\0\x06JFIF\xff\xda\0\x03\x01${data}\xff\0\xff\xd0\xff\xd9`;
/** One with another file in a segment. */
const nested = `\xff\xd8\xff\xe1\0${String.fromCharCode(jpeg('in').length + 2)}${jpeg('in')}${jpeg('out').slice(2)}`;

function cut(body: string, size: number, boundary?: string): string[] {
  const cutter = new PartCutter(boundary);
  const found: string[] = [];
  for (let at = 0; at < body.length; at += size)
    found.push(...cutter.push(bytes(body.slice(at, at + size))).map((part) => part.toString('latin1')));
  cutter.end();
  return found;
}

const one = jpeg('one');
const two = jpeg('two');
const noEnd = one.slice(0, -2);
const SIZES = [1, 3, 17, 100_000];

describe.each(SIZES)('in pieces of %i bytes', (size) => {
  it.each<[string, string, readonly string[], string?]>([
    ['files one after another', one + two, [one, two]],
    ['a file in a file', nested + two, [nested, two]],
    ['a delimiter of its own', `--own\n\n${one}\n--own\n\n${two}\n`, [one, two], 'announced'],
    ['a length that is too small', `--b\r\nContent-Length: 4\r\n\r\n${one}\r\n--b\r\n\r\n${two}`, [one, two], 'b'],
    ['a length that is too large', `--b\r\nContent-Length: 60\r\n\r\n${one}\r\n--b\r\n\r\n${two}`, [one, two], 'b'],
    ['padding', `--b\r\nContent-Length: ${one.length + 9}\r\n\r\n${one}${'\0'.repeat(9)}\r\n--b\r\n\r\n${two}`, [one, two], 'b'],
    ['no end mark', `--b\r\n\r\n${noEnd}\r\n--b\r\n\r\n${two}`, [noEnd, two], 'b'],
    ['no end mark and a length that is too large', `--b\r\nContent-Length: 99\r\n\r\n${noEnd}\r\n--b\r\n\r\n${two}`, [noEnd, two], 'b'],
    ['a torn file', noEnd + two, [two]],
    ['a preamble', `this is multipart\r\n--b\r\n\r\n${one}`, [one], 'b'],
    ['a part of another kind', `--b\r\n\r\nword\r\n--b\r\n\r\n${two}`, ['word', two], 'b'],
    ['a large part of another kind', `--b\r\n\r\nGIF89a${'x'.repeat(5_000)}\r\n--b\r\n\r\n${two}`, ['GIF89a', two], 'b'],
    ['a header in place of a delimiter', `Content-Type: image/jpeg\r\n\r\n${one}`, [one], 'b'],
  ])('%s', (_what, body, found, boundary) => {
    const short = cut(body, size, boundary).map((part) => (part.startsWith('GIF') ? 'GIF89a' : part));
    expect(short).toEqual(found);
  });
});

test('the end of a file is found wherever the pieces are cut', () => {
  const whole = bytes(nested);
  for (let at = 2; at < whole.length; at += 1) {
    const first = jpegStep(whole.subarray(0, at), AT_START);
    if (first.kind !== 'more') throw new Error(`ended at ${at}`);
    expect(jpegStep(whole, first.progress)).toEqual({ kind: 'end', at: whole.length });
  }
});

test.each([
  ['<html>no camera</html>  ', 'sends a web page, not an MJPEG stream: look up'],
  ['\x89PNG\r\n\x1a\n 8 bytes more', "sends a PNG picture, not an MJPEG stream: choose JPEG or MJPEG in the camera's settings"],
  ['nothing that is known', 'sends nothing known, not an MJPEG stream'],
])('a body of %j has no pictures', (body, why) => {
  expect(() => cut(body, 5)).toThrow(NoPictures);
  expect(() => cut(body, 5)).toThrow(why);
});

test('what is held is bounded, however small the pieces', () => {
  const cutter = new PartCutter();
  cutter.push(bytes('\xff\xd8\xff\xda\0\x02'));
  const megabyte = Buffer.alloc(1024 * 1024, 7);
  for (let count = 0; count < 3; count += 1) expect(cutter.push(megabyte)).toEqual([]);
  expect(() => cutter.push(megabyte)).toThrow(/more than 4 MB/);
});

test('a queue of bytes gives back what it was given', () => {
  const queue = new ByteQueue();
  let [put, got] = ['', ''];
  for (let count = 0; count < 3000; count += 1) {
    const piece = String.fromCharCode(32 + (count % 90)).repeat((count * 7) % 301);
    queue.push(bytes(piece));
    put += piece;
    got += queue.take((count * 13) % 257).toString('latin1');
  }
  got += queue.take(queue.length).toString('latin1');
  expect(got).toBe(put);
  expect(queue.length).toBe(0);
});
