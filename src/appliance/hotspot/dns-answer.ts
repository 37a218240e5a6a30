/** Every question about an address is answered with this box, so that a phone finds the set-up page by itself (RFC 1035). */

const HEADER = 12;
/** A name has 255 bytes at most, in labels of 63. */
const LONGEST_NAME = 255;
const LONGEST_LABEL = 63;
const TYPE = { address: 1, any: 255 } as const;
const INTERNET = 1;
const RECORD_BYTES = 16;
/** Response, authoritative; with the bit for recursion as the question has it. */
const FLAGS = 0x8400;
const [RECURSION, OPCODE, IS_ANSWER] = [0x0100, 0x7800, 0x8000];
/** The answer's name is the one that begins right behind the header. */
const SAME_NAME = 0xc00c;

/**
 * The answer to a question: this IPv4 address for a name's address, and no record for anything else, which sends phones to IPv4. Undefined
 * for what is not exactly one question; such a message is not answered.
 */
export function dnsAnswer(question: Buffer, address: string): Buffer | undefined {
  const end = questionEnd(question);
  if (end === undefined) return undefined;
  const [type, family] = [question.readUInt16BE(end - 4), question.readUInt16BE(end - 2)];
  const isForAddress = family === INTERNET && (type === TYPE.address || type === TYPE.any);
  const head = Buffer.alloc(HEADER);
  head.writeUInt16BE(question.readUInt16BE(0), 0);
  head.writeUInt16BE(FLAGS | (question.readUInt16BE(2) & RECURSION), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(isForAddress ? 1 : 0, 6);
  return Buffer.concat([head, question.subarray(HEADER, end), ...(isForAddress ? [record(address)] : [])]);
}

/** Where the one question of a message ends; undefined if it is not one. */
function questionEnd(message: Buffer): number | undefined {
  if (message.length < HEADER || (message.readUInt16BE(2) & (IS_ANSWER | OPCODE)) !== 0 || message.readUInt16BE(4) !== 1) return undefined;
  let at = HEADER;
  for (let length = message[at]; length !== 0; length = message[at]) {
    if (length === undefined || length > LONGEST_LABEL || at - HEADER > LONGEST_NAME) return undefined;
    at += 1 + length;
  }
  return at + 5 <= message.length ? at + 5 : undefined;
}

/** It lives for no time: the phone shall forget it once the box has gone. */
function record(address: string): Buffer {
  const bytes = Buffer.alloc(RECORD_BYTES);
  bytes.writeUInt16BE(SAME_NAME, 0);
  bytes.writeUInt16BE(TYPE.address, 2);
  bytes.writeUInt16BE(INTERNET, 4);
  bytes.writeUInt16BE(4, 10);
  bytes.set(address.split('.').map(Number), 12);
  return bytes;
}
