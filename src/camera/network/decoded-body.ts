import type { Duplex } from 'node:stream';
import { pipeline, Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ByteQueue } from '../stream/byte-queue.ts';
import type { HttpAnswer } from './answer.ts';

/** The first line of a chunked body: the size of the first chunk. */
const CHUNK_LINE = /^([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n/i;
const GZIP = '\x1f\x8b';
const LONGEST_LINE = 300;
/** What is compressed without having been asked for is unpacked as it comes, not only in whole blocks. */
const FLUSH = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };

/** The body of an answer without chunks and compression. Both are recognised by the bytes; the header is only a hint. */
export async function* decodedBody({ body, header }: Pick<HttpAnswer, 'body' | 'header'>): AsyncGenerator<Buffer, void, undefined> {
  const announced = (name: string, word: RegExp): boolean => header(name).some((value) => word.test(value));
  const raw = await peeked(body);
  const isChunked = announced('transfer-encoding', /chunked/i)
    ? CHUNK_LINE.test(raw.head)
    : isPlain(raw.head.replace(CHUNK_LINE, '')) && !isPlain(raw.head);
  const plain = isChunked ? await peeked(withoutChunks(raw.body)) : raw;
  const unpack = unpackerFor(plain.head, (name) => announced('content-encoding', name));
  yield* unpack ? unpacked(plain.body, unpack) : plain.body;
}

function unpackerFor(head: string, isAnnounced: (name: RegExp) => boolean): Duplex | undefined {
  if (head.startsWith(GZIP)) return createGunzip(FLUSH);
  if (isPlain(head)) return undefined;
  if (isAnnounced(/deflate/i) && head.startsWith('x')) return createInflate(FLUSH);
  return isAnnounced(/\bbr\b/i) ? createBrotliDecompress() : undefined;
}

/** Whether a body begins as pictures or parts do, without chunks or compression. */
const isPlain = (head: string): boolean => head.startsWith('\xff\xd8') || head.startsWith('--');

function unpacked(body: AsyncIterable<Buffer>, unpack: Duplex): AsyncIterable<Buffer> {
  pipeline(Readable.from(body), unpack, () => undefined); // The reader gets the error.
  return unpack;
}

/** The first bytes (Latin-1) and the whole body, the first bytes included. */
async function peeked(body: AsyncIterable<Buffer>): Promise<{ readonly head: string; readonly body: AsyncIterable<Buffer> }> {
  const chunks = body[Symbol.asyncIterator]();
  const held = new ByteQueue();
  let last = await chunks.next();
  for (; !last.done; last = await chunks.next()) {
    held.push(last.value);
    if (held.length >= ENOUGH) break;
  }
  const first = held.take(held.length);
  const all = async function* (): AsyncGenerator<Buffer, void, undefined> {
    if (first.length > 0) yield first;
    if (!last.done) yield* { [Symbol.asyncIterator]: () => chunks };
  };
  return { head: first.toString('latin1', 0, LONGEST_LINE), body: all() };
}

const ENOUGH = 16;

/** The contents of the chunks (RFC 9112 §7.1), to the last chunk or to something that is no chunk. Throws if the body breaks off before. */
async function* withoutChunks(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const held = new ByteQueue();
  let left = 0;
  for await (const piece of body) {
    held.push(piece);
    while (held.length > 0) {
      const part = held.take(Math.min(left, held.length));
      left -= part.length;
      if (part.length > 0) yield part;
      const size = left > 0 ? undefined : nextSize(held);
      if (size === 0) return;
      if (size === undefined) break;
      left = size;
    }
  }
  throw Object.assign(new Error('the connection broke off'), { code: 'ECONNRESET' });
}

/** Takes the line before a chunk. 0 for the last chunk and for what is no such line; undefined while the line is not complete. */
function nextSize(held: ByteQueue): number | undefined {
  const text = held.view.toString('latin1', 0, LONGEST_LINE);
  const line = /^(?:\r?\n)?([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n/i.exec(text);
  if (!line && held.length < LONGEST_LINE) return undefined;
  held.drop(line?.[0].length ?? 0);
  return Number.parseInt(line?.[1] ?? '0', 16);
}
