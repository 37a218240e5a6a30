import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { assertNever } from '../../domain/assert-never.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort, raceAbort } from '../../shared/async/linked-abort.ts';
import type { Log } from '../../shared/log.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { fenced } from '../../shared/process/fence.ts';
import { StartLimit } from '../../shared/process/start-limit.ts';
import type { TagAnswer } from './tag-child.ts';
import { TagJournal } from './tag-journal.ts';
import type { ReadTags, Tags } from './tag-port.ts';
import { NoSound, READ_LIMIT } from './tag-port.ts';

/** The path is the same from src/music/library and from dist/music/library. */
const PROGRAM = fileURLToPath(new URL('../../../dist/music/library/tag-child.js', import.meta.url));
const MEGABYTE = 1024 * 1024;
/** An ordinary file takes a few megabytes beyond the 50 of Node itself. */
const HEAP = 96;
const FENCE = { memory: 256 * MEGABYTE };
const START_LIMIT = ms(15_000);
/** The process gives up by itself before that, unless a file keeps it busy. */
const ANSWER_LIMIT = ms(READ_LIMIT + 2500);
/** When nothing has been read for this long, the process ends and its memory is free again. */
const IDLE = ms(2000);
/** Signals that somebody sends to a process; all others say that the file was too much for it. */
const SENT: readonly (NodeJS.Signals | null)[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'];

export type TagProcessWorld = { readonly clock: Clock; readonly log: Log; readonly stateDir: string };

/**
 * Reads tags in a process of its own, one file at a time. A file that takes more memory or time than any honest one ends that process and
 * not the daemon; it counts as one without sound, and the next file gets a new process.
 */
export class TagProcess implements AsyncDisposable {
  readonly #world: TagProcessWorld;
  readonly #journal: TagJournal;
  #child: TagChild | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #rest = new AbortController();
  #closed = false;
  readonly #limit = new StartLimit(START_LIMIT);

  constructor(world: TagProcessWorld) {
    this.#world = world;
    this.#journal = new TagJournal(world.stateDir, world.log);
  }

  /** Settles within ten seconds once it is the file's turn, except while a disk hangs. */
  readonly read: ReadTags = (path, _clock, signal) => this.#next(() => this.#read(path, signal));

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#rest.abort();
    this.#child?.end();
    await this.#next(async () => this.#child?.end());
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #read(path: string, signal: AbortSignal): Promise<Tags> {
    signal.throwIfAborted();
    if (this.#closed) throw new Error('closed');
    if (this.#journal.blames(path)) throw new Error('moodbox ended while it was being read');
    this.#rest.abort();
    this.#journal.begun(path);
    try {
      this.#child ??= await TagChild.start(this.#world.clock, this.#limit, signal);
      return tagsIn(await this.#child.answerTo(path, signal));
    } catch (err) {
      await this.#failed(path, err, signal);
      throw err;
    } finally {
      this.#journal.ended();
      this.#endWhenIdle();
    }
  }

  async #failed(path: string, err: unknown, signal: AbortSignal): Promise<void> {
    if (err instanceof Costly) this.#world.log.warn({ path, why: err.message }, 'library.passed_over');
    if (err instanceof Costly || !(err instanceof NoSound)) {
      const child = this.#child;
      this.#child = undefined;
      child?.end();
      // A disk that hangs holds the process too: no other is started on it meanwhile.
      if (child) await raceAbort(child.gone, signal).catch(() => undefined);
    }
  }

  #endWhenIdle(): void {
    this.#rest = new AbortController();
    const { signal } = this.#rest;
    const end = async (): Promise<void> => {
      if (signal.aborted) return;
      this.#child?.end();
      this.#child = undefined;
    };
    this.#world.clock.sleep(IDLE, signal).then(
      () => this.#next(end),
      () => undefined,
    );
  }
}

/** Reading the file ended the process, or kept it busy for longer than any honest file does. */
class Costly extends NoSound {}

/** The system could not read the file, as the child says it. */
const unreadable = ({ message, code }: { readonly message: string; readonly code?: string }): Error =>
  Object.assign(new Error(message), code !== undefined && { code });

function tagsIn(answer: TagAnswer): Tags {
  switch (answer.kind) {
    case 'tags':
      return answer.tags;
    case 'no-sound':
      throw new NoSound(answer.message);
    case 'unreadable':
      throw unreadable(answer);
    case 'ready':
      throw new Error('the reader of tags answered out of turn');
    default:
      return assertNever(answer);
  }
}

/** One such process. */
class TagChild {
  readonly #process: ChildProcess;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  /** Settles when the process is gone. */
  readonly gone: Promise<unknown>;

  private constructor(clock: Clock) {
    this.#clock = clock;
    const [program, ...args] = fenced(process.execPath, [`--max-old-space-size=${HEAP}`, '--max-semi-space-size=4', PROGRAM], FENCE);
    // In a group of its own, so that Ctrl-C does not end it first.
    this.#process = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], detached: true, env: environmentFor('other') });
    this.#process.once('error', (err) => this.#ended.abort(err));
    this.#process.once('exit', (code, signal) => this.#ended.abort(endOf(code, signal)));
    this.gone = once(this.#ended.signal, 'abort');
  }

  static async start(clock: Clock, limit: StartLimit, signal: AbortSignal): Promise<TagChild> {
    const child = new TagChild(clock);
    try {
      await child.#answer(signal, limit.span, () => {
        limit.extend();
        return new Error('the reader of tags does not start');
      });
    } catch (err) {
      child.end();
      throw err instanceof NoSound ? new Error(`the reader of tags cannot start: ${err.message}`) : err;
    }
    return child;
  }

  /** Rejects with `Costly` if the file is too much for the process, and with the signal's reason. */
  answerTo(path: string, signal: AbortSignal): Promise<TagAnswer> {
    const answer = this.#answer(signal, ANSWER_LIMIT, () => new Costly(`its tags keep a reader busy for more than ${READ_LIMIT} ms`));
    this.#process.send(path, () => undefined); // A process that is gone is noticed by its end.
    return answer;
  }

  end(): void {
    this.#process.kill('SIGKILL');
  }

  async #answer(signal: AbortSignal, span: Ms, late: () => Error): Promise<TagAnswer> {
    using over = new LinkedAbort(signal, this.#ended.signal).abortAfter(span, this.#clock, late);
    try {
      const [answer] = await once(this.#process, 'message', { signal: over.signal });
      return answer as TagAnswer;
    } catch (err) {
      throw over.signal.aborted ? over.signal.reason : err;
    }
  }
}

const endOf = (code: number | null, signal: NodeJS.Signals | null): Error =>
  signal !== null && SENT.includes(signal)
    ? new Error(`the reader of tags was ended (${signal})`)
    : new Costly(
        `reading its tags ends the reader: they take more memory than any honest file, or are damaged (${signal ?? `status ${code}`})`,
      );
