import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers';

/** Generous: a few minutes of frames on the slowest box. */
const LIMIT = 15 * 60_000;

/** A side in a process of its own; child.mjs describes the protocol. */
export class SideProcess {
  #name;
  #child;
  #lines;

  constructor(name, [program, ...args]) {
    this.#name = name;
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdin.on('error', () => undefined); // if the process has ended, the end of its output says so
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** Its next answer. Throws if it ends or takes too long. */
  async answer() {
    const limit = after(() => this.end(), LIMIT);
    const { value, done } = await this.#lines.next();
    clearTimeout(limit);
    if (done) throw new Error(`the side '${this.#name}' ended in the middle`);
    return value.startsWith('{') ? JSON.parse(value) : this.answer(); // some print a greeting
  }

  /** Looks at all frames once. */
  round() {
    this.#child.stdin.write('go\n');
    return this.answer();
  }

  end() {
    this.#child.kill('SIGKILL');
  }
}
