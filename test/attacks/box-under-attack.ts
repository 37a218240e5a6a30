import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { IClientOptions, MqttClient } from 'mqtt';
import { connectAsync } from 'mqtt';
import { expect } from 'vitest';
import { root } from '../assets.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox, tempFolder } from '../system/box.ts';

/** Whether there is a built daemon to attack. */
export const isBuilt = existsSync(join(root, 'dist/cli/main.js'));

/** How long a busy machine may take for anything. */
export const PATIENCE = { timeout: 60_000, interval: 100 };

/** A grey picture: a camera that sees nobody. */
const GREY =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwCAAAAACEICPDAAAAJUlEQVR42u3MQREAAAwCIGMb3xD77SAA6VEEAoFAIBAIBALB12AOd6BMjm+ebQAAAABJRU5ErkJggg==';

type Sections = Readonly<Record<string, object>>;

/** A built box that plays the built-in loops into a file while it looks at an empty room. `sections`: changes to its configuration. */
export async function boxWith(sections: Sections, env: NodeJS.ProcessEnv = {}): Promise<RunningBox> {
  const folder = await tempFolder();
  const room = join(folder, 'room');
  await mkdir(room);
  writeFileSync(join(room, 'empty.png'), Buffer.from(GREY, 'base64'));
  const usual: Sections = {
    camera: { source: room, fps: 5 },
    music: { order: ['loops'], away: 'continue', change_after: '10m' },
    player: { output: `pcm:${join(folder, 'sound.wav')}`, fade: '100ms' },
    mqtt: {},
    web: { port: 0 },
    state: { dir: join(folder, 'state') },
  };
  const names = new Set([...Object.keys(usual), ...Object.keys(sections)]);
  const config = Object.fromEntries([...names].map((name) => [name, { ...usual[name], ...sections[name] }]));
  return startBox(folder, config, env);
}

/** The memory of a process, MB: now, and at most so far. */
export function memoryOf({ pid }: Pick<RunningBox, 'pid'>): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  return { now: kilobytes('VmRSS') / 1024, peak: kilobytes('VmHWM') / 1024 };
}

/** The lines of the log about an event. */
export const logged = ({ log }: Pick<RunningBox, 'log'>, event: string): readonly string[] => log.filter((line) => line.includes(event));

/** Lines that say that something broke which should not. */
export const breakages = ({ log }: Pick<RunningBox, 'log'>): readonly string[] =>
  log.filter((line) => /uncaught|unhandled|TypeError|RangeError/i.test(line));

/** Somebody who reads what the box retains, and nothing else: an ear that listened to everything would hear the attack as well. */
export class Reader implements AsyncDisposable {
  readonly #client: MqttClient;
  readonly #last = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', (topic, payload) => {
      this.#last.set(topic, payload.toString());
      this.#counts.set(topic, (this.#counts.get(topic) ?? 0) + 1);
    });
  }

  /** `topics`: below the box's own, `moodbox/<id>/`. */
  static async open(url: string, id: string, topics: readonly string[], options: IClientOptions = {}): Promise<Reader> {
    const reader = new Reader(await connectAsync(url, { protocolVersion: 5, ...options }));
    await reader.#client.subscribeAsync(topics.map((topic) => `moodbox/${id}/${topic}`));
    return reader;
  }

  /** The last word on a topic. */
  last(topic: string): string | undefined {
    return [...this.#last].findLast(([each]) => each.endsWith(`/${topic}`))?.[1];
  }

  /** How many messages came on a topic. */
  count(topic: string): number {
    return [...this.#counts].find(([each]) => each.endsWith(`/${topic}`))?.[1] ?? 0;
  }

  /** Says something, with QoS 1. */
  async say(topic: string, payload: string): Promise<void> {
    await this.#client.publishAsync(topic, payload, { qos: 1 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.endAsync(true);
  }
}

/** Presses Play until the box plays: nobody is in sight, and it may not listen yet. The reader hears `playback`. */
export const untilPlaying = (reader: Reader, id: string): Promise<void> =>
  expect
    .poll(
      async () => {
        if (reader.last('playback') === 'silent') await reader.say(`moodbox/${id}/play/set`, 'PRESS');
        return reader.last('playback');
      },
      { ...PATIENCE, interval: 500 },
    )
    .toBe('playing');
