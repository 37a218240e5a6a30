import { connect } from 'node:net';
import { connectAsync } from 'mqtt';
import { describe, expect, test } from 'vitest';
import { freePort, hasMosquitto } from '../mqtt/setting.ts';
import { boxWith, breakages, isBuilt, logged, PATIENCE, Reader, untilPlaying } from './box-under-attack.ts';

const HOUSE = { username: 'house', password: 'geheim' };
const GUEST = { username: 'guest', password: 'zeig her' };

describe.runIf(isBuilt && hasMosquitto)("a guest in the network, and the box's own broker", () => {
  const own = async () => ({
    ...{ url: '', id: 'attacked', broker_host: '0.0.0.0', broker_port: await freePort(), ...HOUSE },
    ...{ broker_reader: GUEST.username, broker_reader_password: GUEST.password },
  });

  // Before: 64 silent sockets, and nobody could sign in, the box itself neither after a restart of the broker. After: the box has a door of
  // its own, the household finds room beside 64, and only 480 keep new clients of the network out.
  test('keeps neither the box nor the household out with 64 silent sockets', { timeout: 120_000 }, async () => {
    const mqtt = await own();
    await using box = await boxWith({ mqtt });
    const url = `mqtt://127.0.0.1:${mqtt.broker_port}`;
    const sockets = Array.from({ length: 64 }, () => connect(mqtt.broker_port, '127.0.0.1').on('error', () => undefined));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    await using reader = await Reader.open(url, 'attacked', ['playback', 'availability'], HOUSE);
    await untilPlaying(reader, 'attacked');
    const [broker] = logged(box, 'broker.ready');
    process.kill(JSON.parse(broker ?? '{}').pid, 'SIGKILL');
    await expect.poll(() => logged(box, 'mqtt.connected').length, PATIENCE).toBe(2);
    expect(breakages(box)).toEqual([]);
    for (const socket of sockets) socket.destroy();
  });

  // Before: there was one account, and it could write. After: the reader's words end at the broker.
  test('commands nothing with the account that reads, and takes no place of the box', { timeout: 120_000 }, async () => {
    const mqtt = await own();
    await using box = await boxWith({ mqtt });
    const url = `mqtt://127.0.0.1:${mqtt.broker_port}`;
    await using reader = await Reader.open(url, 'attacked', ['playback', 'volume', 'camera'], HOUSE);
    await untilPlaying(reader, 'attacked');
    // As the box itself calls itself elsewhere.
    const guest = await connectAsync(url, { ...GUEST, protocolVersion: 5, clientId: 'moodbox-attacked' });
    const told: string[] = [];
    guest.on('message', (topic, payload) => told.push(`${topic} ${payload}`));
    await guest.subscribeAsync('moodbox/attacked/playback');
    for (const [topic, payload] of [
      ['volume/set', '3'],
      ['stop/set', 'PRESS'],
      ['camera/set', 'ON'],
    ] as const)
      await expect(guest.publishAsync(`moodbox/attacked/${topic}`, payload, { qos: 1 })).rejects.toMatchObject({ code: 135 });
    await guest.endAsync();
    expect(told).toContain('moodbox/attacked/playback playing');
    await reader.say('moodbox/attacked/volume/set', '38');
    await expect.poll(() => reader.last('volume'), PATIENCE).toBe('38');
    expect(reader.last('playback')).toBe('playing');
    expect(logged(box, 'mqtt.lost')).toEqual([]);
  });
});
