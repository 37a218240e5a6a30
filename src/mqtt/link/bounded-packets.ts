import type { TransformCallback } from 'node:stream';
import { Transform } from 'node:stream';

/** MQTT 5, 2.1.2 and 2.1.4: a packet begins with its type and flags, and then its length in one to four groups of seven bits. */
const PUBLISH = 3;
const LONGEST_LENGTH = 4;
const TOPIC_LENGTH = 2;
const PACKET_ID = 2;
/** What stands in place of a payload that is too long. No topic takes it for a command or a state. */
const LEFT_OUT = Buffer.from('(left out: too long)');
const NOTHING = Buffer.alloc(0);

/** `head`: the next packet begins. `pass`, `skip`: so many bytes of the packet follow. `shorten`: a message that is too long begins. */
type Part =
  | { readonly kind: 'head' }
  | { readonly kind: 'pass' | 'skip'; left: number }
  | { readonly kind: 'shorten'; readonly head: Head };
type Head = { readonly first: number; readonly remaining: number; readonly bytes: number };

/** The broker sent a packet that is too large and no message: nothing that it sends can be trusted. */
export class PacketTooLarge extends Error {
  readonly code = 'MOODBOX_PACKET_TOO_LARGE';
}

/**
 * Bounds what a broker sends before it is parsed, as MQTT 3.1.1 knows no largest packet. A message of more than `most` bytes keeps its
 * topic and its packet id, so that it is acknowledged and does not come again; its payload is dropped as it arrives, and a short text takes
 * its place. Any other packet of that size is an error. `version`: that of MQTT, 4 or 5.
 */
export class BoundedPackets extends Transform {
  readonly #most: number;
  readonly #version: number;
  #part: Part = { kind: 'head' };
  #kept: Buffer = NOTHING;

  constructor(most: number, version: number) {
    super();
    this.#most = most;
    this.#version = version;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    let rest = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk]);
    this.#kept = NOTHING;
    try {
      for (let taken = -1; taken !== 0 && rest.length > 0; rest = rest.subarray(taken)) taken = this.#take(rest);
    } catch (err) {
      done(err as Error);
      return;
    }
    this.#kept = rest;
    done();
  }

  /** Deals with the beginning of `bytes`. Returns how many bytes that were; 0 if more must come first. */
  #take(bytes: Buffer): number {
    const part = this.#part;
    switch (part.kind) {
      case 'head':
        return this.#begin(bytes);
      case 'shorten':
        return this.#shorten(bytes, part.head);
      case 'pass':
      case 'skip':
        return this.#follow(bytes, part);
    }
  }

  #begin(bytes: Buffer): number {
    const head = headOf(bytes);
    if (!head) return 0;
    if (head.remaining <= this.#most) {
      this.#part = { kind: 'pass', left: head.bytes + head.remaining };
      return this.#take(bytes);
    }
    if (head.first >> 4 !== PUBLISH) throw new PacketTooLarge(`the broker sent a packet of ${head.remaining} bytes that is no message`);
    this.#part = { kind: 'shorten', head };
    return head.bytes;
  }

  #follow(bytes: Buffer, part: Extract<Part, { kind: 'pass' | 'skip' }>): number {
    const taken = Math.min(part.left, bytes.length);
    if (part.kind === 'pass') this.push(bytes.subarray(0, taken));
    part.left -= taken;
    if (part.left === 0) this.#part = { kind: 'head' };
    return taken;
  }

  /** Sends the topic and the packet id of a message on, with another payload. Waits until they have come. */
  #shorten(bytes: Buffer, { first, remaining }: Head): number {
    if (bytes.length < TOPIC_LENGTH) return 0;
    const hasId = ((first >> 1) & 0b11) > 0;
    const needed = TOPIC_LENGTH + bytes.readUInt16BE(0) + (hasId ? PACKET_ID : 0);
    if (needed > remaining) throw new PacketTooLarge('the broker sent a message whose topic is longer than the message');
    if (bytes.length < needed) return 0;
    const noProperties = Buffer.alloc(this.#version === 5 ? 1 : 0);
    const body = Buffer.concat([bytes.subarray(0, needed), noProperties, LEFT_OUT]);
    this.push(Buffer.concat([Buffer.from([first, ...lengthOf(body.length)]), body]));
    this.#part = { kind: 'skip', left: remaining - needed };
    if (remaining === needed) this.#part = { kind: 'head' };
    return needed;
  }
}

/** The fixed header at the beginning; undefined until all of it has come. Throws if its length is not valid. */
function headOf(bytes: Buffer): Head | undefined {
  const [first = 0] = bytes;
  for (let i = 1, remaining = 0; i <= LONGEST_LENGTH; i += 1) {
    const digit = bytes[i];
    if (digit === undefined) return undefined;
    remaining += (digit & 0x7f) * 128 ** (i - 1);
    if (digit < 0x80) return { first, remaining, bytes: 1 + i };
  }
  throw new PacketTooLarge('the broker sent a packet whose length cannot be read');
}

function lengthOf(remaining: number): readonly number[] {
  return remaining < 128 ? [remaining] : [(remaining % 128) | 0x80, ...lengthOf(Math.floor(remaining / 128))];
}
