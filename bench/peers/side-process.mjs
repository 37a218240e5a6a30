import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers';

/** Some minutes of frames on the slowest box. */
const LIMIT = 15 * 60_000;

/** A side that was started, as child.mjs tells how to speak with one. */
export class SideProcess {
  #name;
  #child;
  #lines;

  constructor(name, [program, ...args]) {
    this.#name = name;
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdin.on('error', () => undefined); // one that has ended is told by the end of its lines
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** What it says next. Throws where it ends or takes too long instead. */
  async answer() {
    const limit = after(() => this.end(), LIMIT);
    const { value, done } = await this.#lines.next();
    clearTimeout(limit);
    if (done) throw new Error(`the side '${this.#name}' ended in the middle`);
    return value.startsWith('{') ? JSON.parse(value) : this.answer(); // some greet on standard output
  }

  /** All frames once. */
  round() {
    this.#child.stdin.write('go\n');
    return this.answer();
  }

  end() {
    this.#child.kill('SIGKILL');
  }
}
