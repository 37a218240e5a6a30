import type { Packet } from 'mqtt-packet';
import { generate, parser } from 'mqtt-packet';
import { describe, expect, test } from 'vitest';
import { BoundedPackets, PacketTooLarge } from '../../../src/mqtt/link/bounded-packets.ts';
import { chance } from '../../fixtures/chance.ts';

const MOST = 200;

type Through = { readonly bytes: Buffer; readonly error: Error | undefined };

async function through(chunks: readonly Buffer[], version = 4): Promise<Through> {
  const bounded = new BoundedPackets(MOST, version);
  const out: Buffer[] = [];
  let error: Error | undefined;
  bounded
    .on('data', (chunk: Buffer) => out.push(chunk))
    .on('error', (err) => {
      error = err;
    });
  const closed = new Promise((resolve) => bounded.once('close', resolve));
  for (const chunk of chunks) if (!error) bounded.write(chunk);
  bounded.end();
  await closed;
  return { bytes: Buffer.concat(out), error };
}

/** Cuts bytes into pieces of 1 to `longest` bytes. */
function inPieces(bytes: Buffer, longest: number, random: () => number): readonly Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, next = 0; at < bytes.length; at = next) {
    next = at + 1 + Math.floor(random() * longest);
    pieces.push(bytes.subarray(at, next));
  }
  return pieces;
}

function packetsIn(bytes: Buffer, version: number): readonly Packet[] {
  const packets: Packet[] = [];
  const reader = parser({ protocolVersion: version as 4 | 5 });
  reader.on('packet', (packet: Packet) => packets.push(packet));
  reader.parse(bytes);
  return packets;
}

const message = (size: number, qos: 0 | 1 | 2, version: number): Buffer =>
  generate(
    {
      ...{ cmd: 'publish', topic: 'moodbox/cafe/volume/set', payload: Buffer.alloc(size, '7'), qos, dup: false, retain: qos === 1 },
      ...(qos > 0 && { messageId: 1 + (size % 60_000) }),
      ...(version === 5 && { properties: { contentType: 'x'.repeat(size % 50) } }),
    } as Packet,
    { protocolVersion: version as 4 | 5 },
  );

describe.each([4, 5])('in MQTT version %i', (version) => {
  test('what is small enough passes byte for byte, however it is cut', async () => {
    const random = chance(3);
    const sent = Buffer.concat(Array.from({ length: 60 }, (_, i) => message(i % 100, (i % 3) as 0 | 1 | 2, version)));
    for (const longest of [1, 7, 5000]) expect((await through(inPieces(sent, longest, random), version)).bytes.equals(sent)).toBe(true);
  });

  test('a message that is too long keeps its topic, its id and its flags, and what follows is untouched', async () => {
    const random = chance(5);
    const sizes = Array.from({ length: 80 }, () => Math.floor(random() * 40_000) * Math.round(random()));
    const sent = sizes.map((size, i) => message(size, (i % 3) as 0 | 1 | 2, version));
    const { bytes } = await through(inPieces(Buffer.concat(sent), 900, random), version);
    const came = packetsIn(bytes, version);
    expect(came).toHaveLength(sizes.length);
    for (const [i, packet] of came.entries()) {
      const [original] = packetsIn(sent[i] ?? Buffer.alloc(0), version);
      if (original?.cmd !== 'publish' || packet.cmd !== 'publish') throw new Error('no message');
      const { topic, messageId, qos, retain } = original;
      expect(packet).toMatchObject({ topic, qos, retain, ...(messageId !== undefined && { messageId }) });
      const isKept = (sent[i]?.length ?? 0) <= MOST + 3;
      expect(String(packet.payload)).toBe(isKept ? String(original.payload) : '(left out: too long)');
    }
  });
});

test.each<[string, readonly number[]]>([
  ['an answer of 300 MB', [0x90, 0xff, 0xff, 0xff, 0x7f, 0, 1]],
  ['a length without an end', [0x30, 0xff, 0xff, 0xff, 0xff, 0xff]],
  ['a topic that is longer than its message', [0x30, 0xff, 0x01, 0xff, 0xff, 0x61]],
])('ends the connection over %s', async (_, bytes) => {
  const { error } = await through([Buffer.from(bytes)]);
  expect(error).toBeInstanceOf(PacketTooLarge);
  expect(error?.message).toMatch(/^the broker sent a /);
});

test('whatever comes, no more goes on than came, and nothing is held back but the beginning of a packet', async () => {
  const random = chance(17);
  for (let tries = 0; tries < 2000; tries += 1) {
    const noise = Buffer.from(Array.from({ length: Math.floor(random() * 400) }, () => Math.floor(random() * 256)));
    const { bytes, error } = await through(inPieces(noise, 60, random), 4 + (tries % 2));
    expect(bytes.length).toBeLessThanOrEqual(noise.length);
    if (error) expect(error).toBeInstanceOf(PacketTooLarge);
  }
});
