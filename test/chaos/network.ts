import { execFileSync } from 'node:child_process';

/** A network with two ends: one is where the test is, the other is all that whoever is `inside` can reach. */
export class Network implements Disposable {
  /** The address of the test's end. */
  readonly host: string;
  readonly #name = `mb${process.pid % 100_000}`;

  private constructor() {
    const third = process.pid % 250;
    this.host = `10.199.${third}.1`;
    ip('netns', 'add', this.#name);
    ip('link', 'add', `${this.#name}a`, 'type', 'veth', 'peer', 'name', `${this.#name}b`, 'netns', this.#name);
    ip('addr', 'add', `${this.host}/24`, 'dev', `${this.#name}a`);
    ip('-n', this.#name, 'addr', 'add', `10.199.${third}.2/24`, 'dev', `${this.#name}b`);
    ip('-n', this.#name, 'link', 'set', `${this.#name}b`, 'up');
    ip('-n', this.#name, 'link', 'set', 'lo', 'up');
    this.plug('up');
  }

  /** Undefined where this user or this machine may have none. */
  static make(): Network | undefined {
    try {
      return new Network();
    } catch {
      return undefined;
    }
  }

  /** A command that becomes the one behind it, on the other end. */
  get inside(): readonly string[] {
    return ['ip', 'netns', 'exec', this.#name];
  }

  /** Pulls the cable, or puts it back. */
  plug(way: 'up' | 'down'): void {
    ip('link', 'set', `${this.#name}a`, way);
  }

  [Symbol.dispose](): void {
    ip('netns', 'del', this.#name);
  }
}

const ip = (...words: readonly string[]): void => void execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'ignore'] });
