import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { AttackName } from '../../src/bench/attacks/attacks.ts';
import { clip, root } from '../assets.ts';
import { pagesOf, procFile } from '../fixtures/page-processes.ts';
import { Broker, Ear, hasMosquitto } from '../mqtt/setting.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox, tempFolder } from '../system/box.ts';

/** Attacks need the built box, and a broker to see whether it is still connected. */
export const canBeAttacked = existsSync(join(root, 'dist/bench/attacks/attacker.js')) && hasMosquitto;

const HONEST = '127.0.0.2';
const LATEST = 5000;

export type Told = {
  readonly fps: number;
  readonly sees: boolean;
  readonly camera: { readonly kind: string };
  readonly playback: { readonly kind: string };
};

/** `wait`: after how many seconds it may be asked again. */
type Answered = { readonly status: number; readonly wait: number; readonly body: string };

/** The built box with its camera, its music and its broker, as somebody sees it who is not the attacker. */
export class AttackedBox implements AsyncDisposable {
  readonly box: RunningBox;
  readonly ear: Ear;
  readonly #broker: Broker;

  private constructor(box: RunningBox, broker: Broker, ear: Ear) {
    this.box = box;
    this.#broker = broker;
    this.ear = ear;
  }

  /** `music`: what differs in that section. */
  static async open(music: object = {}): Promise<AttackedBox> {
    const broker = await Broker.open();
    const ear = await Ear.open(broker.port);
    const folder = await tempFolder();
    const box = await startBox(folder, {
      camera: { source: clip() },
      music: { order: ['loops'], ...music },
      player: { output: `pcm:${join(folder, 'sound.wav')}` },
      mqtt: { url: broker.url, id: 'box' },
      web: { port: 0 },
      state: { dir: join(folder, 'state') },
    });
    return new AttackedBox(box, broker, ear);
  }

  get brokerPort(): number {
    return this.#broker.port;
  }

  get port(): number {
    return Number(new URL(this.box.url).port);
  }

  /** Memory of the daemon itself, MB. */
  get memory(): number {
    return residentMb(this.box.pid);
  }

  /** Memory of the page's process, MB; 0 while there is none. */
  get pageMemory(): number {
    const [page] = pagesOf(this.box.pid);
    return page === undefined ? 0 : residentMb(page);
  }

  /** An attacker on 127.0.0.1, in a process of its own, until it is disposed. */
  attack(name: AttackName): AsyncDisposable {
    const args = [join(root, 'dist/bench/attacks/attacker.js'), name, String(this.port)];
    const attacker = spawn(process.execPath, args, { stdio: 'ignore' });
    setPriority(attacker.pid ?? 0, 5); // like the page: on a real network it has a machine of its own
    return { [Symbol.asyncDispose]: () => ended(attacker) };
  }

  /** The report, as a visitor on another address gets it. Rejects if that takes more than five seconds. */
  async report(): Promise<Told> {
    const { status, body } = await this.#ask('GET', '/api/report');
    if (status !== 200) throw new Error(`the honest visitor was answered ${status}`);
    return JSON.parse(body) as Told;
  }

  /** A command of a visitor on another address. */
  command(said: object): Promise<Answered> {
    return this.#ask('POST', '/api/commands', JSON.stringify(said));
  }

  /** The first event of a live stream of a visitor on another address. */
  async event(): Promise<string> {
    const asked = request(this.#to('GET', '/api/events')).end();
    const [res] = (await once(asked, 'response', { signal: AbortSignal.timeout(LATEST) })) as [IncomingMessage];
    const [chunk] = (await once(res, 'data', { signal: AbortSignal.timeout(LATEST) })) as [Buffer];
    asked.on('error', () => undefined).destroy();
    return chunk.toString();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.box[Symbol.asyncDispose]();
    await this.ear[Symbol.asyncDispose]();
    await this.#broker[Symbol.asyncDispose]();
  }

  async #ask(method: string, path: string, body?: string): Promise<Answered> {
    const asked = request({ ...this.#to(method, path), signal: AbortSignal.timeout(LATEST) }).end(body);
    const [res] = (await once(asked, 'response')) as [IncomingMessage];
    return { status: res.statusCode ?? 0, wait: Number(res.headers['retry-after'] ?? 0), body: await text(res) };
  }

  #to(method: string, path: string) {
    const headers = { 'content-type': 'application/json' };
    return { host: '127.0.0.1', port: this.port, localAddress: HONEST, agent: false, method, path, headers } as const;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) throw new Error(`the attacker gave up by itself (${child.exitCode})`);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const residentMb = (pid: number): number => Number(/^VmRSS:\s+(\d+)/m.exec(procFile(pid, 'status'))?.[1] ?? 0) / 1024;
