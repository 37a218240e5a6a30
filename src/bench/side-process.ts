import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ms } from '../domain/units.ts';
import { systemClock } from '../shared/async/clock.ts';
import { withTimeout } from '../shared/async/timeout.ts';
import type { ChildAnswer, ChildRequest } from './child.ts';
import type { Opening, Round, Scenario } from './port.ts';
import { BenchError } from './port.ts';

/** The path is the same from src/bench and from dist/bench. */
const PROGRAM = fileURLToPath(new URL('../../dist/bench/child.js', import.meta.url));
/** Generous: the slowest box needs a minute for the largest scene. */
const ANSWER_LIMIT = ms(600_000);

/** One side, in a process of its own. */
export class SideProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #signal: AbortSignal;
  #stderr = '';

  /** Throws `BenchError` if moodbox is not built. */
  constructor(opening: Opening, signal: AbortSignal) {
    if (!existsSync(PROGRAM)) throw new BenchError(`${PROGRAM} is missing: run 'npm run build'`);
    this.#name = opening.side;
    this.#signal = signal;
    this.#child = fork(PROGRAM, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk).slice(-2000);
    });
    this.#send({ opening });
  }

  /** Shows a scene once. Throws `BenchError` if the side cannot, and the signal's reason when it is aborted. */
  async show(scene: Scenario): Promise<Round> {
    this.#signal.throwIfAborted();
    if (this.#ended) throw this.#lost();
    this.#send({ scene });
    const answer = await withTimeout(ANSWER_LIMIT, this.#answer(), systemClock, this.#signal);
    this.#signal.throwIfAborted();
    if (!answer.ok) throw new BenchError(`the side '${this.#name}' needed more than ${ANSWER_LIMIT / 60_000} minutes for ${scene.kind}`);
    if ('round' in answer.value) return answer.value.round;
    throw answer.value.expected ? new BenchError(answer.value.failed) : new Error(answer.value.failed);
  }

  async #answer(): Promise<ChildAnswer> {
    using listeners = new ListenerScope();
    const ended = once(this.#child, 'exit', listeners).then(() => {
      throw this.#lost();
    });
    const [answer] = await Promise.race([once(this.#child, 'message', listeners), ended]);
    return answer as ChildAnswer;
  }

  get #ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #lost(): BenchError {
    const { exitCode, signalCode } = this.#child;
    return new BenchError(`the side '${this.#name}' ended in the middle (${signalCode ?? `exit ${exitCode}`}) ${this.#stderr}`.trim());
  }

  #send(request: ChildRequest): void {
    if (this.#child.connected) this.#child.send(request, () => undefined); // if the process is gone, its exit is reported instead
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

/** Its signal removes the listeners when it is disposed. */
class ListenerScope implements Disposable {
  readonly #controller = new AbortController();
  readonly signal = this.#controller.signal;
  [Symbol.dispose](): void {
    this.#controller.abort();
  }
}
