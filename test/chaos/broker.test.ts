import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { Broker, Ear } from '../mqtt/setting.ts';
import { Cafe } from './cafe.ts';
import { measured } from './promises.ts';

const music = { order: ['library', 'loops'] };
const SOON = { timeout: 90_000, interval: 100 };

describe.concurrent('a broker', { timeout: 240_000 }, () => {
  test('that is killed and comes back: the music goes on, and the box is announced again', async () => {
    await using broker = await Broker.open();
    await using cafe = await Cafe.open({ config: { music, mqtt: { url: broker.url, id: 'cafe' } } });
    await cafe.opens('library sad', 150);
    await vi.waitFor(() => expect(cafe.logged('mqtt.connected')).toBe(1), SOON);
    const from = Date.now();
    await broker.stop();
    await sleep(5000);
    await broker.start();
    const back = Date.now();
    await using ear = await Ear.open(broker.port);
    await vi.waitFor(() => expect(ear.last('moodbox/cafe/availability')).toBe('online'), SOON);
    measured('broker back', (Date.now() - back) / 1000);
    measured('broker gone', cafe.ear.silence(from));
    await cafe.isWellAndCloses();
  });

  test.each(['killed', 'hanging'] as const)('%s while the box is switched off', async (how) => {
    await using broker = await Broker.open();
    await using cafe = await Cafe.open({ config: { music, mqtt: { url: broker.url, id: 'cafe' } } });
    await cafe.opens('library sad', 150);
    if (how === 'killed') await broker.stop();
    else broker.signal('SIGSTOP');
    await cafe.closes();
  });

  test('of its own that is killed is started again', async () => {
    await using cafe = await Cafe.open({ config: { music } });
    await cafe.opens('library sad', 150);
    await vi.waitFor(() => expect(cafe.logged('mqtt.connected')).toBe(1), SOON);
    const from = Date.now();
    const { pid } = JSON.parse(cafe.box.log.find((line) => line.includes('"msg":"broker.ready"')) ?? '{}');
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(cafe.logged('mqtt.connected')).toBe(2), SOON);
    measured('broker back', (Date.now() - from) / 1000);
    measured('broker gone', cafe.ear.silence(from));
    await cafe.isWellAndCloses();
  });
});
