import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { Cafe } from './cafe.ts';
import { measured } from './promises.ts';

const MOODS = ['angry', 'sad', 'happy'] as const;
const CHANGES = 1000;
const EVERY_MS = 60;

/** One in six by the page, which takes ten a second; the others by MQTT, by one mosquitto_pub that goes on. */
async function changeOften(cafe: Cafe, port: string): Promise<void> {
  const words = ['-p', port, '-t', 'moodbox/cafe/override/set', '-q', '1', '-l'];
  const teller = spawn('mosquitto_pub', words, { stdio: ['pipe', 'ignore', 'inherit'] });
  const began = Date.now();
  const answers: Promise<number>[] = [];
  for (let i = 0; i < CHANGES; i += 1) {
    const mood = MOODS[i % MOODS.length];
    if (i % 6 === 0) answers.push(cafe.command({ type: 'override', mood }));
    else teller.stdin.write(`${mood}\n`);
    await sleep(began + i * EVERY_MS - Date.now());
  }
  expect([...new Set(await Promise.all(answers))].filter((status) => status !== 202 && status !== 429)).toEqual([]);
  teller.stdin.end('happy\n');
  await once(teller, 'close');
}

test('a thousand changes of the mood in a minute: the last one is heard, and nothing is left over', { timeout: 300_000 }, async () => {
  await using cafe = await Cafe.open({ config: { mqtt: { broker_port: 0, id: 'cafe' } } });
  await cafe.opens('youtube sad', 150);
  await vi.waitFor(() => expect(brokerPort(cafe)).toBeDefined(), { timeout: 30_000 });
  await changeOften(cafe, brokerPort(cafe) ?? '');
  const from = Date.now();
  // The library's, where the searches that were broken off have used up what YouTube may be asked in an hour.
  measured('moods', await cafe.ear.hear(['youtube happy', 'library happy'], { from, within: 120 }));
  expect(await cafe.report()).toMatchObject({ mood: 'happy', override: 'happy' });
  // The broker's topic is obeyed five times a second when it is flooded, the page as often as it asks.
  expect(cafe.logged('command.received')).toBeGreaterThan(CHANGES * 0.4);
  expect(cafe.logged('mqtt.flood')).toBe(1);
  // The daemon, its page, mpv and mosquitto: no yt-dlp of all those that were begun.
  await vi.waitFor(() => expect(cafe.processes.length).toBe(4), { timeout: 90_000 });
  await cafe.isWellAndCloses();
});

const brokerPort = (cafe: Cafe): string | undefined =>
  cafe.box.said.map((line) => /^broker\s+connected to .*:(\d+)$/.exec(line)?.[1]).find((port) => port !== undefined);
