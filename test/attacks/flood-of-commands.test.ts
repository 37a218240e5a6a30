import { connectAsync } from 'mqtt';
import { describe, expect, test } from 'vitest';
import { Broker, hasMosquitto } from '../mqtt/setting.ts';
import { boxWith, breakages, isBuilt, logged, memoryOf, PATIENCE, Reader, untilPlaying } from './box-under-attack.ts';

const COMMANDS = 20_000;

describe.runIf(isBuilt && hasMosquitto)('a flood of commands over MQTT', () => {
  // Once the box was deaf for 38 s and lost the broker. Now it stays connected, and the newest command counts at once.
  test('costs neither the connection nor the last word', { timeout: 120_000 }, async () => {
    await using broker = await Broker.open();
    await using reader = await Reader.open(broker.url, 'attacked', ['playback', 'volume']);
    await using box = await boxWith({ mqtt: { url: broker.url, id: 'attacked' } });
    await untilPlaying(reader, 'attacked');
    const before = memoryOf(box).now;
    const attacker = await connectAsync(broker.url, { protocolVersion: 5 });
    for (let i = 0; i < COMMANDS; i += 1) {
      attacker.publish('moodbox/attacked/volume/set', String(i % 90));
      if (i % 100 === 0) attacker.publish('moodbox/attacked/update/set', 'PRESS');
    }
    await attacker.publishAsync('moodbox/attacked/volume/set', '97', { qos: 1 });
    await attacker.endAsync();
    await expect.poll(() => reader.last('volume'), PATIENCE).toBe('97');
    // Ten a second of each topic at most are answered: far fewer than were sent.
    expect(reader.count('volume')).toBeLessThan(COMMANDS / 20);
    expect(reader.last('playback')).toBe('playing');
    expect(memoryOf(box).peak - before).toBeLessThan(150);
    expect(logged(box, 'mqtt.lost')).toEqual([]);
    expect(breakages(box)).toEqual([]);
  });
});
