import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from './home-assistant.ts';
import type { HomeAssistantRoot } from './root.ts';

const run = promisify(execFile);
const PROGRAM = 'avahi-publish-service';
const BUS = 'run/dbus/system_bus_socket';

/** Whether this process is alone in its network, as under `./scripts/test`: only there a wire is drawn to a second machine. */
export const isAlone = async (): Promise<boolean> => (await run('ip', ['-o', 'route', 'show', 'default'])).stdout.trim() === '';

/** A second machine in the network: a namespace at the other end of a wire, with an address and Avahi of its own, out of the root. */
export class OtherMachine implements AsyncDisposable {
  /** Its address; ours is `10.77.0.1`. */
  readonly address = '10.77.0.2';
  /** What makes a program run there. */
  readonly under: readonly string[];
  readonly #name = `moodbox-${process.pid}`;
  readonly #root: string;
  readonly #daemons: ChildProcess[] = [];

  private constructor(root: string) {
    this.#root = root;
    this.under = ['ip', 'netns', 'exec', this.#name];
  }

  /** On the wire, with Avahi running. `folder` gets Avahi's program as the PATH of the machine has it. */
  static async open({ folder: root }: HomeAssistantRoot, folder: string): Promise<OtherMachine> {
    const machine = new OtherMachine(root);
    try {
      await machine.#connect();
      await machine.#startAvahi();
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, PROGRAM), `#!/bin/sh\nexec chroot ${root} ${PROGRAM} "$@"\n`);
      chmodSync(join(folder, PROGRAM), 0o755);
      return machine;
    } catch (err) {
      await machine[Symbol.asyncDispose]();
      throw err;
    }
  }

  async #connect(): Promise<void> {
    await run('ip', ['netns', 'add', this.#name]);
    const inside = ['-n', this.#name];
    for (const words of [
      ['link', 'add', 'wire0', 'type', 'veth', 'peer', 'name', 'wire1', 'netns', this.#name],
      ['address', 'add', '10.77.0.1/24', 'dev', 'wire0'],
      ['link', 'set', 'wire0', 'up'],
      [...inside, 'address', 'add', `${this.address}/24`, 'dev', 'wire1'],
      [...inside, 'link', 'set', 'wire1', 'up'],
      [...inside, 'link', 'set', 'lo', 'up'],
    ])
      await run('ip', words);
  }

  async #startAvahi(): Promise<void> {
    rmSync(join(this.#root, BUS), { force: true });
    mkdirSync(join(this.#root, 'run/dbus'), { recursive: true });
    this.#launch('dbus-daemon', '--system', '--nofork', '--nopidfile');
    await until(async () => existsSync(join(this.#root, BUS)));
    rmSync(join(this.#root, 'run/avahi-daemon'), { recursive: true, force: true });
    this.#launch('avahi-daemon', '--no-rlimits', '--no-chroot', '--no-drop-root');
    await until(async () => existsSync(join(this.#root, 'run/avahi-daemon/pid')));
  }

  #launch(...words: readonly string[]): void {
    const [program = '', ...rest] = [...this.under, 'chroot', this.#root, ...words];
    this.#daemons.push(spawn(program, rest, { stdio: 'ignore' }));
  }

  /** Runs a piece of JavaScript on it, such as a question to a page that only its own machine may ask; what it prints. */
  async evaluate(source: string): Promise<string> {
    const [program = '', ...rest] = [...this.under, process.execPath, '--input-type=module', '--eval', source];
    return (await run(program, rest)).stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const daemon of this.#daemons.toReversed()) {
      if (daemon.exitCode !== null || daemon.signalCode !== null) continue;
      const gone = once(daemon, 'exit');
      daemon.kill('SIGKILL');
      await gone;
    }
    await run('ip', ['link', 'delete', 'wire0']).catch(() => undefined);
    await run('ip', ['netns', 'delete', this.#name]).catch(() => undefined);
  }
}
