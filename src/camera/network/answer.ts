import type { Socket } from 'node:net';
import { ByteQueue } from '../stream/byte-queue.ts';
import { blankLine } from '../stream/part-head.ts';

/** A camera's answer to one request. The connection stays open until it is closed or the body has ended. */
export type HttpAnswer = {
  readonly status: number;
  /** The values of a header in order; the name in small letters. */
  readonly header: (name: string) => readonly string[];
  /** What follows the header, in pieces and as it comes, until the camera hangs up. */
  readonly body: AsyncIterable<Buffer>;
  readonly close: () => void;
};

const LONGEST_HEAD = 64 * 1024;
const CONTINUE = 200;

/**
 * Reads the head of an answer. Cameras' web servers break HTTP (RFC 9112) in more ways than a strict parser forgives: lines that end with a
 * bare LF, `ICY 200 OK`, lines that are no header, blank lines in front, no head at all. Throws if the camera hangs up first, or if the
 * head has no end.
 */
export async function readAnswer(socket: Socket): Promise<HttpAnswer> {
  const chunks: AsyncIterator<Buffer> = socket[Symbol.asyncIterator]();
  const held = new ByteQueue();
  for (;;) {
    const head = headIn(held);
    if (head && head.status >= CONTINUE) return { ...head, body: rest(held, chunks), close: () => void socket.destroy() };
    if (head) continue; // "100 Continue" comes before the answer.
    if (held.length > LONGEST_HEAD) throw new Error('its answer has no end of its header');
    const next = await chunks.next();
    if (next.done) throw Object.assign(new Error('it hung up without an answer'), { code: 'NO_ANSWER' });
    held.push(next.value);
  }
}

/** Takes the head from what is held, once it is complete. An answer that begins with no status line is all body. */
function headIn(held: ByteQueue): Pick<HttpAnswer, 'status' | 'header'> | undefined {
  held.drop(/^[\r\n]*/.exec(held.view.toString('latin1', 0, LONGEST_HEAD))?.[0].length ?? 0); // Blank lines of the answer before.
  const start = held.view.toString('latin1', 0, 5);
  if (start.length < 5) return undefined;
  if (!/^(HTTP\/|ICY )/i.test(start)) return { status: 200, header: () => [] };
  const end = blankLine(held.view, 0);
  if (end === undefined) return undefined;
  // A line that begins with a blank goes on with the one before.
  const [first = '', ...lines] = held
    .take(end)
    .toString('latin1')
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  const fields = lines.map((line) => /^([^\s:]+)[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(line));
  const header = (name: string): string[] => fields.flatMap((field) => (field?.[1]?.toLowerCase() === name ? [field[2] ?? ''] : []));
  return { status: Number(/^\S+[ \t]+(\d{3})/.exec(first)?.[1] ?? 200), header };
}

async function* rest(held: ByteQueue, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  if (held.length > 0) yield held.take(held.length);
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}
