import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { vi } from 'vitest';
import { PCM } from '../../src/players/mpv/arguments.ts';
import type { Folder } from './stage.ts';
import { PATIENCE } from './stage.ts';

/** A sound server with one loudspeaker, and a recording of everything that is heard from it, mixed, in real time. */
export class Room implements AsyncDisposable {
  readonly file: string;
  readonly #server: ChildProcess;
  readonly #recorder: ChildProcess;

  private constructor(file: string, server: ChildProcess, recorder: ChildProcess) {
    this.file = file;
    this.#server = server;
    this.#recorder = recorder;
  }

  /** Sets PULSE_SERVER, so that mpv's output `pulse` comes here. */
  static async open(folder: Folder, name: string): Promise<Room> {
    const [file, socket] = [folder.file(`${name}.raw`), folder.file(`${name}.pulse`)];
    const env = { ...process.env, HOME: folder.path, XDG_RUNTIME_DIR: folder.path, PULSE_RUNTIME_PATH: folder.file(`${name}.run`) };
    const load = [`module-null-sink sink_name=room rate=${PCM.rate}`, `module-native-protocol-unix auth-anonymous=1 socket=${socket}`];
    const options = ['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--disable-shm=yes', '--realtime=no'];
    const server = spawn('pulseaudio', [...options, ...load.map((module) => `--load=${module}`)], { stdio: 'ignore', env });
    await vi.waitFor(() => execFileSync('pactl', ['info'], { env: { ...env, PULSE_SERVER: `unix:${socket}` }, stdio: 'ignore' }), PATIENCE);
    vi.stubEnv('PULSE_SERVER', `unix:${socket}`);
    const format = [`--rate=${PCM.rate}`, `--channels=${PCM.channels}`, '--format=s16le', '--raw', '--latency-msec=20'];
    const recorder = spawn('parec', ['--device=room.monitor', ...format, file], { stdio: 'ignore' });
    await vi.waitFor(() => existsSync(file) || Promise.reject(new Error('no recording')), PATIENCE);
    return new Room(file, server, recorder);
  }

  /** Seconds of sound and silence so far. */
  get seconds(): number {
    return statSync(this.file).size / (PCM.rate * PCM.channels * PCM.bytes);
  }

  async until(seconds: number): Promise<void> {
    await vi.waitFor(() => this.seconds > seconds || Promise.reject(new Error('still recording')), { ...PATIENCE, timeout: 30_000 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of [this.#recorder, this.#server]) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    vi.stubEnv('PULSE_SERVER', undefined);
  }
}
