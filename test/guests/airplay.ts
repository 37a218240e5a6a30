import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { root } from '../assets.ts';

export const PATIENCE = { timeout: 60_000, interval: 250 };

/** What a test of AirPlay needs of this machine, and what of it is not here. */
export function missingForAirPlay(): readonly string[] {
  const programs = ['shairport-sync', 'avahi-daemon', 'dbus-daemon', 'dbus-send', 'pulseaudio', 'paplay', 'unshare'];
  const folders = (process.env.PATH ?? '').split(':').concat('/usr/sbin');
  const absent = programs.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
  const modules = existsSync('/usr/lib') ? readdirSync('/usr/lib').filter((name) => name.startsWith('pulse-')) : [];
  const hasRaop = modules.some((name) => existsSync(join('/usr/lib', name, 'modules/module-raop-sink.so')));
  const isBuilt = existsSync(join(root, 'dist/cli/main.js'));
  return [...absent, ...(hasRaop ? [] : ['module-raop-sink']), ...(process.getuid?.() === 0 ? [] : ['root']), ...(isBuilt ? [] : ['dist'])];
}

/** A program of the scene. Its output is kept, for whoever looks for a fault. */
export class Running implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #said = '';

  constructor(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#ended = once(this.#child, 'close');
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#said = `${this.#said}${chunk.toString()}`.slice(-20_000);
      });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get said(): string {
    return this.#said;
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Ends it, and waits for that. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (!this.isOver) this.#child.kill(signal);
    await this.#ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }
}

/** A message bus for everybody, and avahi on the loopback alone: nothing of this machine's own is asked or told. */
export async function openNetwork(folder: string) {
  const bus = join(folder, 'bus');
  const conf = join(folder, 'bus.conf');
  writeFileSync(
    conf,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=${bus}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_type="signal"/>
<allow send_requested_reply="true"/><allow receive_requested_reply="true"/><allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>
`,
  );
  const env = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${bus}` };
  const daemon = new Running('dbus-daemon', ['--nofork', `--config-file=${conf}`], env);
  await vi.waitFor(() => expect(existsSync(bus)).toBe(true), PATIENCE);
  const avahiConf = join(folder, 'avahi.conf');
  writeFileSync(
    avahiConf,
    '[server]\nallow-interfaces=lo\nuse-ipv6=no\nenable-dbus=yes\n[wide-area]\nenable-wide-area=no\n[publish]\npublish-workstation=no\n',
  );
  // Its pid goes to one place of the machine, where another avahi may have its own.
  const apart =
    'mkdir -p /run/avahi-daemon && mount -t tmpfs tmpfs /run/avahi-daemon && exec avahi-daemon -f "$0" --no-drop-root --no-chroot --no-rlimits';
  const openAvahi = (): Running => new Running('unshare', ['--mount', 'sh', '-c', apart, avahiConf], env);
  const avahi = openAvahi();
  await vi.waitFor(() => expect(avahi.said).toContain('Server startup complete'), PATIENCE);
  return {
    env,
    avahi,
    openAvahi,
    [Symbol.asyncDispose]: async () => {
      await avahi.end();
      await daemon.end();
    },
  };
}

/** A port that is free at the moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}

/** shairport-sync with the session control of deploy/guests/shairport-sync.conf, whose hooks call `moodbox`; it plays to PULSE_SERVER. */
export async function openShairport(folder: string, port: number, moodbox: (words: string) => string, env: NodeJS.ProcessEnv) {
  const example = readFileSync(join(root, 'deploy/guests/shairport-sync.conf'), 'utf8');
  const session = /sessioncontrol =\n\{[\s\S]*?\n\};/.exec(example)?.[0] ?? '';
  const hooked = session
    .replaceAll(/"\/usr\/bin\/moodbox guest ([^"]*)"/g, (_, words: string) => `"${moodbox(words)}"`)
    .replace('session_timeout = 30;', 'session_timeout = 5;');
  const conf = join(folder, 'shairport-sync.conf');
  writeFileSync(conf, `general = { name = "Test"; port = ${port}; output_backend = "pa"; mdns_backend = "avahi"; };\n${hooked}\n`);
  const running = new Running('shairport-sync', ['-c', conf, '-u', '-v'], env);
  await vi.waitFor(() => expect(running.isOver ? running.said : isListening(port)).toBe(true), PATIENCE);
  return running;
}

/** Whether somebody listens there, by the kernel's list. */
function isListening(port: number): boolean {
  const hex = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  return ['/proc/net/tcp', '/proc/net/tcp6'].some((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .some((line) => line.includes(hex) && / 0A /.test(line)),
  );
}

/** A phone: a sound server of its own, whose only loudspeaker is the AirPlay target at this port. */
export async function openSender(folder: string, name: string, port: number) {
  const socket = join(folder, `${name}.pulse`);
  const home = { HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: join(folder, `${name}.run`) };
  const raop = `module-raop-sink sink_name=raop server=127.0.0.1:${port} protocol=UDP encryption=none codec=ALAC format=s16le rate=44100 channels=2`;
  const options = ['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--disable-shm=yes', '--realtime=no', '-v'];
  const load = [`module-native-protocol-unix auth-anonymous=1 socket=${socket}`, raop];
  const server = new Running('pulseaudio', [...options, ...load.map((module) => `--load=${module}`)], { ...home, PULSE_SERVER: '' });
  const env = { ...home, PULSE_SERVER: `unix:${socket}` };
  const pactl = (...args: string[]): string => execFileSync('pactl', args, { env: { ...process.env, ...env }, encoding: 'utf8' });
  await vi.waitFor(() => expect(server.isOver ? server.said : sinksOf(pactl)).toContain('raop'), PATIENCE);
  return {
    server,
    /** Plays a file until it is ended. */
    play: (file: string): Running => new Running('paplay', ['--device=raop', file], env),
    pause: (paused: boolean): void => void pactl('suspend-sink', 'raop', paused ? '1' : '0'),
    [Symbol.asyncDispose]: () => server.end(),
  };
}

function sinksOf(pactl: (...args: string[]) => string): string {
  try {
    return pactl('list', 'short', 'sinks');
  } catch {
    return '';
  }
}
