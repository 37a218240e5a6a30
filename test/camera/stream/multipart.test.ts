import { describe, expect, it } from 'vitest';
import { parts } from '../../../src/camera/stream/multipart.ts';
import { boundaryOf } from '../../../src/camera/stream/part-head.ts';

async function* cut(stream: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < stream.length; at += size) yield stream.subarray(at, at + size);
}

async function bodies(stream: string, size: number, boundary = 'frame'): Promise<string[]> {
  const found: string[] = [];
  for await (const part of parts(cut(Buffer.from(stream, 'latin1'), size), boundary)) found.push(part.toString('latin1'));
  return found;
}

const part = (body: string, header = `Content-Length: ${body.length}\r\n`): string =>
  `--frame\r\nContent-Type: image/jpeg\r\n${header}\r\n${body}\r\n`;

describe('parts', () => {
  const sizes = [1, 2, 7, 64, 10_000];
  it.each(sizes)('finds whole bodies in chunks of %i bytes', async (size) => {
    const bytes = 'ÿØ\r\n\r\n--fra\0ÿÙ'; // what looks like structure inside a picture is not
    expect(await bodies(part(bytes) + part('two') + part(''), size)).toEqual([bytes, 'two']);
  });

  it.each(sizes)('finds bodies without a length at the next delimiter, in chunks of %i bytes', async (size) => {
    const found = await bodies(`${part('one', '')}${part('two', '')}--frame`, size);
    expect(found.map((body) => body.trimEnd())).toEqual(['one', 'two']);
  });

  it('understands a boundary announced with its dashes, or in quotes', async () => {
    expect(await bodies(part('one'), 64, '--frame')).toEqual(['one']);
    expect(await bodies(part('one'), 64, '"frame"')).toEqual(['one']);
  });

  it('does not deliver an unfinished picture', async () =>
    expect(await bodies(part('one') + part('two').slice(0, -4), 64)).toEqual(['one']));

  it('refuses a part that is larger than any picture', async () => {
    const endless = async function* () {
      yield Buffer.from('--frame\r\n\r\n');
      for (;;) yield Buffer.alloc(1024 * 1024);
    };
    await expect(parts(endless(), 'frame').next()).rejects.toThrow(/more than 4 MB/);
  });
});

describe('boundaryOf', () => {
  it.each([
    ['multipart/x-mixed-replace; boundary=frame', 'frame'],
    ['multipart/x-mixed-replace;boundary=--myboundary', '--myboundary'],
    ['Multipart/X-Mixed-Replace; charset=x; boundary="a b"; more=1', '"a b"'],
    ['image/jpeg', undefined],
    ['text/html; boundary=frame', undefined],
    [undefined, undefined],
  ])('%s', (header, boundary) => expect(boundaryOf(header)).toBe(boundary));
});
