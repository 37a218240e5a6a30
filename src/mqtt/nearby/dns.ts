/** The few records of multicast DNS (RFC 6762, 6763) that name a service, read with bounds: whoever is in the network may send them. */
export type DnsRecord =
  | { readonly type: 'pointer'; readonly name: string; readonly to: string }
  | { readonly type: 'service'; readonly name: string; readonly host: string; readonly port: number }
  | { readonly type: 'address'; readonly name: string; readonly address: string };

const TYPES = { address: 1, pointer: 12, service: 33 } as const;
const HEADER_BYTES = 12;
const MOST_RECORDS = 200;
/** A name has at most 255 bytes; each jump within it leads backwards. */
const LONGEST_NAME = 255;
/** Class IN, with the bit that asks for an answer to the sender alone. */
const ASKED_CLASS = 0x8001;

/** A question for every service of these types, such as `_mqtt._tcp.local`. */
export function questionFor(services: readonly string[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(services.length, 4);
  const questions = services.flatMap((service) => {
    const end = Buffer.alloc(4);
    end.writeUInt16BE(TYPES.pointer, 0);
    end.writeUInt16BE(ASKED_CLASS, 2);
    return [encodedName(service), end];
  });
  return Buffer.concat([header, ...questions]);
}

const encodedName = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((label) => {
      const text = Buffer.from(label);
      return Buffer.concat([Buffer.from([text.length]), text]);
    }),
    Buffer.from([0]),
  ]);

/** The records of a message; as many as can be read of a damaged one. */
export function recordsIn(message: Buffer): readonly DnsRecord[] {
  const found: DnsRecord[] = [];
  try {
    const counts = [4, 6, 8, 10].map((at) => message.readUInt16BE(at));
    const [questions = 0, ...answers] = counts;
    let at = HEADER_BYTES;
    for (let index = 0; index < Math.min(questions, MOST_RECORDS); index += 1) at = nameAt(message, at).end + 4;
    const total = Math.min(
      answers.reduce((sum, count) => sum + count, 0),
      MOST_RECORDS,
    );
    for (let index = 0; index < total; index += 1) at = readRecord(message, at, found);
  } catch (err) {
    if (!(err instanceof RangeError)) throw err; // it ends in the middle of a record
  }
  return found;
}

/** Reads one record, adds it if it is of use, and returns where the next one begins. */
function readRecord(message: Buffer, at: number, found: DnsRecord[]): number {
  const { name, end } = nameAt(message, at);
  const type = message.readUInt16BE(end);
  const data = end + 10;
  const after = data + message.readUInt16BE(end + 8);
  if (after > message.length) throw new RangeError('cut off');
  if (type === TYPES.pointer) found.push({ type: 'pointer', name, to: nameAt(message, data).name });
  if (type === TYPES.service)
    found.push({ type: 'service', name, port: message.readUInt16BE(data + 4), host: nameAt(message, data + 6).name });
  if (type === TYPES.address && after - data === 4)
    found.push({ type: 'address', name, address: [...message.subarray(data, after)].join('.') });
  return after;
}

/** The name at a place, and where it ends there. A name may go on at an earlier place of the message. */
function nameAt(message: Buffer, start: number): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let end: number | undefined;
  let length = 0;
  for (let [at, lowest] = [start, start]; ; ) {
    const size = message.readUInt8(at);
    if (size === 0) return { name: labels.join('.'), end: end ?? at + 1 };
    if (size >= 0xc0) {
      end ??= at + 2;
      at = message.readUInt16BE(at) & 0x3fff;
      if (at >= lowest) throw new RangeError('a name that leads forwards');
      lowest = at;
    } else {
      length += size + 1;
      if (size > 63 || length > LONGEST_NAME || at + 1 + size > message.length) throw new RangeError('a name that is too long');
      labels.push(message.toString('utf8', at + 1, at + 1 + size));
      at += size + 1;
    }
  }
}
