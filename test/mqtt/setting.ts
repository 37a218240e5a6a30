import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { MqttConfig } from '../../src/config/schema.ts';
import { programFolders, programIn } from '../../src/shared/process/programs.ts';

const folders = programFolders(process.env.PATH);
const mosquitto = programIn(folders, 'mosquitto');

/** Whether this machine has a broker and its clients; tests that want them are skipped elsewhere. */
export const hasMosquitto = mosquitto !== undefined && programIn(folders, 'mosquitto_sub') !== undefined;

/** A box with everything that a box may have. */
export const EVERYTHING = { temperature: true, ytdlp: true, preview: true };

export const SOON = { timeout: 15_000, interval: 20 };

/** Waits for something that a hook may wait for, too. */
const until = (done: () => Promise<boolean>): Promise<unknown> =>
  vi.waitFor(async () => {
    if (!(await done())) throw new Error('not yet');
  }, SOON);

/** The mqtt section as a user would have it, on the broker at `url`. */
export const mqttConfig = (changes: Partial<MqttConfig> = {}): MqttConfig => ({ ...loadConfig({ env: {} }).mqtt, id: 'cafe', ...changes });

/** A folder of its own, gone afterwards. What still writes into it is waited for. */
export function folder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'moodbox-mqtt-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** A port that is free. Below the range from which the kernel gives ports to connections, so that none takes it before the broker does. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

export const reachable = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1');
  const answer = await new Promise<boolean>((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)));
  socket.destroy();
  return answer;
};

/** Whether that process is there and not just waiting to be buried. */
export async function isAlive(pid: number): Promise<boolean> {
  const { stdout } = await run('ps', ['-o', 'stat=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

/** A broker that somebody else runs: real mosquitto, without persistence, for as long as a test wants it. */
export class Broker implements AsyncDisposable {
  readonly port: number;
  readonly #folder = folder();
  #child: ChildProcess | undefined;

  private constructor(port: number, lines: readonly string[]) {
    this.port = port;
    const text = [`listener ${port} 127.0.0.1`, ...(lines.length > 0 ? lines : ['allow_anonymous true']), 'user root', ''].join('\n');
    writeFileSync(this.#file, text);
  }

  /** `lines` are added behind the listener; none of them: everybody may come in. */
  static async open(lines: readonly string[] = [], port?: number): Promise<Broker> {
    const broker = new Broker(port ?? (await freePort()), lines);
    try {
      await broker.start();
    } catch (err) {
      await broker[Symbol.asyncDispose]();
      throw err;
    }
    return broker;
  }

  get #file(): string {
    return join(this.#folder.path, 'mosquitto.conf');
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.#child = spawn(mosquitto ?? '', ['-c', this.#file], { stdio: 'ignore' });
    await until(() => reachable(this.port));
  }

  /** SIGSTOP makes a broker that hangs, SIGCONT wakes it. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(name);
  }

  async stop(): Promise<void> {
    await kill(this.#child);
    this.#child = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.#folder[Symbol.dispose]();
  }
}

async function kill(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

export type Heard = { readonly topic: string; readonly payload: string; readonly qos: number; readonly retain: number };

/** A real mosquitto_sub that listens to everything. */
export class Ear implements AsyncDisposable {
  readonly heard: Heard[] = [];
  readonly #child: ChildProcess;

  private constructor(port: number, more: readonly string[]) {
    const args = ['-p', String(port), '-q', '1', '-F', '%j', '-t', '#', '-t', 'test/ear', ...more];
    this.#child = spawn('mosquitto_sub', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const out = this.#child.stdout;
    if (out) createInterface(out).on('line', (line) => this.heard.push({ payload: '', ...JSON.parse(line) }));
  }

  /** Listening when it is done. */
  static async open(port: number, more: readonly string[] = []): Promise<Ear> {
    const ear = new Ear(port, more);
    try {
      await until(async () => {
        await say(port, 'test/ear', 'now', more);
        return ear.heard.some(({ topic }) => topic === 'test/ear');
      });
    } catch (err) {
      await ear[Symbol.asyncDispose]();
      throw err;
    }
    return ear;
  }

  /** What came on a topic, oldest first. */
  on(topic: string): readonly string[] {
    return this.heard.filter((each) => each.topic === topic).map(({ payload }) => payload);
  }

  last(topic: string): string | undefined {
    return this.on(topic).at(-1);
  }

  /** Topics in the order of their messages, without the ear's own. */
  get topics(): readonly string[] {
    return this.heard.map(({ topic }) => topic).filter((topic) => topic !== 'test/ear');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await kill(this.#child);
  }
}

const run = promisify(execFile);

/** A real mosquitto_pub says one thing. */
export async function say(port: number, topic: string, payload: string, more: readonly string[] = []): Promise<void> {
  await run('mosquitto_pub', ['-p', String(port), '-q', '1', '-t', topic, ...(payload === '' ? ['-n'] : ['-m', payload]), ...more]);
}

/** A real mosquitto_pub says many things, a line each. */
export async function sayAll(port: number, topic: string, lines: readonly string[]): Promise<void> {
  const saying = run('mosquitto_pub', ['-p', String(port), '-q', '1', '-t', topic, '-l']);
  saying.child.stdin?.end(`${lines.join('\n')}\n`);
  await saying;
}

/** Waits until that was the last word on a topic. */
export const told = (ear: Ear, topic: string, payload: string) => expect.poll(() => ear.last(topic), SOON).toBe(payload);
