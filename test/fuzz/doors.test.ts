import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { connectAsync } from 'mqtt';
import { describe, expect, test } from 'vitest';
import { connectOnce } from '../../src/mqtt/connection.ts';
import { ConnectionLost } from '../../src/mqtt/errors.ts';
import { messageOf } from '../../src/mqtt/group/message.ts';
import { topicsOf } from '../../src/mqtt/topics.ts';
import { boxWith, breakages, isBuilt, logged, memoryOf, PATIENCE, Reader, untilPlaying } from '../attacks/box-under-attack.ts';
import { chance } from '../fixtures/chance.ts';
import { plays, seeing, viewFrom } from '../group/made.ts';
import { malformed } from '../mqtt/malformed.ts';
import { Broker, hasMosquitto, mqttConfig } from '../mqtt/setting.ts';

const HTTP = 2500;
const MQTT = 5000;
const SESSIONS = 1000;

const SEEDS = [
  'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
  'GET /api/state HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nRange: bytes=0-1\r\n\r\n',
  'POST /api/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"type":"like"}',
  'POST /api/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n{"type":"like"}\r\n0\r\n\r\n',
];

/** Sends the bytes from an address of its own; true if the other side answered or closed. */
async function isAnswered(port: number, bytes: Buffer, from: string): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  socket.on('error', () => undefined);
  const over = Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => undefined);
  socket.end(bytes);
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 15_000).unref());
  const answered = await Promise.race([over.then(() => true), late]);
  socket.destroy();
  return answered;
}

describe.runIf(isBuilt && hasMosquitto)('what comes through the doors of a built box', () => {
  test('breaks nothing, by HTTP and by MQTT, and every request is answered', { timeout: 180_000 }, async () => {
    const random = chance(61);
    await using broker = await Broker.open();
    await using reader = await Reader.open(broker.url, 'attacked', ['playback', 'volume']);
    await using box = await boxWith({ mqtt: { url: broker.url, id: 'attacked', group: 'cafe' }, presence: { topic: 'home/radar' } });
    await untilPlaying(reader, 'attacked');
    const before = memoryOf(box).now;

    const port = Number(new URL(box.url).port);
    let unanswered = 0;
    for (let i = 0; i < HTTP; i += 20) {
      const made = Array.from({ length: 20 }, (_, k) => Buffer.from(malformed(SEEDS[(i + k) % SEEDS.length] ?? '', random)));
      const answers = await Promise.all(made.map((bytes, k) => isAnswered(port, bytes, `127.0.${1 + (i % 200)}.${1 + k}`)));
      unanswered += answers.filter((each) => !each).length;
    }
    expect(unanswered).toBe(0);

    const attacker = await connectAsync(broker.url, { protocolVersion: 5 });
    const view = messageOf(viewFrom('bar', { sight: seeing('happy'), role: plays(3), mood: 'happy' }));
    const own = Object.values(topicsOf(mqttConfig({ id: 'attacked' })).set);
    const topics = [
      ...own,
      'moodbox/group/cafe/bar',
      'moodbox/group/cafe/attacked/set',
      'moodbox/bar/availability',
      'home/radar',
      'homeassistant/status',
    ];
    const words = ['PRESS', 'happy 30m', '{"mood":"sad","for":60}', 'ON', '55', view, '{"type":"volume","value":30}', 'online'];
    for (let i = 0; i < MQTT; i += 1) {
      // None may be obeyed by accident: Stop and the camera's switch would end what the test looks at.
      const topic = topics[i % topics.length] ?? '';
      const payload = malformed(words[Math.floor(random() * words.length)] ?? '', random);
      if (!/^(PRESS|ON|OFF)$/i.test(payload.toString().trim())) attacker.publish(topic, payload, { qos: (i % 2) as 0 | 1 });
    }
    await attacker.endAsync();
    await reader.say('moodbox/attacked/volume/set', '41');
    await expect.poll(() => reader.last('volume'), PATIENCE).toBe('41');
    expect(memoryOf(box).now - before).toBeLessThan(150);
    expect(logged(box, 'mqtt.lost')).toEqual([]);
    expect(box.log.length).toBeLessThan(300);
    expect(breakages(box)).toEqual([]);
  });
});

test('a broker that sends anything at all is refused with a sentence, and never throws', { timeout: 120_000 }, async () => {
  const random = chance(67);
  const connack = Buffer.from([0x20, 0x02, 0x00, 0x00]);
  const noise = (): Buffer => Buffer.from(Array.from({ length: Math.floor(random() * 120) }, () => Math.floor(random() * 256)));
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(random() < 0.5 ? noise() : Buffer.concat([connack, noise()])));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const config = mqttConfig({ url: `mqtt://127.0.0.1:${port}`, version: '4' });
  let accepted = 0;
  for (let i = 0; i < SESSIONS; i += 1) {
    try {
      const { client } = await connectOnce(config, topicsOf(config), AbortSignal.timeout(20_000));
      client.on('error', () => undefined);
      accepted += 1;
      client.end(true);
    } catch (err) {
      expect(err).toBeInstanceOf(ConnectionLost);
      expect((err as Error).message).not.toBe('');
    }
  }
  expect(accepted).toBeGreaterThan(SESSIONS / 4);
  server.close();
});
