import { execFile } from 'node:child_process';
import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Broker, folder, hasMosquitto, say } from '../mqtt/setting.ts';
import { boxWith, breakages, isBuilt, logged, memoryOf, PATIENCE, Reader, untilPlaying } from './box-under-attack.ts';

/** The attacker's message, MB. */
const SIZE = 80;

describe.runIf(isBuilt && hasMosquitto)('a message of 80 MB, over MQTT 3.1.1 and a broker without limits', () => {
  // 240 MB made the box grow from 201 to 925 MB before, and from 204 to 239 after.
  test('costs the box neither its memory nor its connection', { timeout: 120_000 }, async () => {
    using temp = folder();
    await using broker = await Broker.open();
    await using reader = await Reader.open(broker.url, 'attacked', ['playback', 'volume']);
    await using box = await boxWith({ mqtt: { url: broker.url, id: 'attacked', version: '4' } });
    await untilPlaying(reader, 'attacked');
    const before = memoryOf(box).now;
    for (const qos of ['1', '2']) {
      await sendLarge(broker.port, join(temp.path, 'large'), qos);
      await say(broker.port, 'moodbox/attacked/volume/set', `1${qos}`);
      await expect.poll(() => reader.last('volume'), PATIENCE).toBe(`1${qos}`);
    }
    expect(memoryOf(box).peak - before).toBeLessThan(SIZE);
    expect(logged(box, 'mqtt.lost')).toEqual([]);
    expect(logged(box, 'mqtt.bad_command').length).toBeGreaterThan(0);
    expect(breakages(box)).toEqual([]);
  });
});

async function sendLarge(port: number, file: string, qos: string): Promise<void> {
  const handle = openSync(file, 'w');
  ftruncateSync(handle, SIZE * 1024 * 1024);
  closeSync(handle);
  await promisify(execFile)('mosquitto_pub', ['-p', String(port), '-q', qos, '-t', 'moodbox/attacked/volume/set', '-f', file]);
}
