/** A message of multicast DNS as a responder sends it: one service, with the names shortened as they are in practice. */
export type Announced = {
  readonly service: string;
  readonly instance: string;
  readonly host: string;
  readonly port: number;
  readonly address?: string;
};

const label = (text: string): Buffer => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);
const name = (text: string): Buffer => Buffer.concat([...text.split('.').map(label), Buffer.from([0])]);
const SERVICE = Buffer.from([0xc0, 12]);

function record(owner: Buffer, type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt32BE(120, 4);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, head, data]);
}

export function answerOf({ service, instance, host, port, address }: Announced): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(0x8400, 2);
  header.writeUInt16BE(address === undefined ? 2 : 3, 6);
  const full = Buffer.concat([label(instance), SERVICE]);
  const target = Buffer.alloc(6);
  target.writeUInt16BE(port, 4);
  const pointer = record(name(service), 12, full);
  const location = record(full, 33, Buffer.concat([target, name(host)]));
  const place = address === undefined ? [] : [record(name(host), 1, Buffer.from(address.split('.').map(Number)))];
  return Buffer.concat([header, pointer, location, ...place]);
}
