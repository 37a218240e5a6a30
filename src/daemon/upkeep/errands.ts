import { fileURLToPath } from 'node:url';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { programFolders, programIn } from '../../shared/process/programs.ts';
import { runForBytes } from '../../shared/process/run.ts';
import { tied } from '../../shared/process/tied.ts';

/** The path is the same from src/daemon/upkeep and from dist/daemon/upkeep. */
const PROGRAM = fileURLToPath(new URL('../../../bin/moodbox', import.meta.url));
const FLAGS = ['--max-old-space-size=128', '--max-semi-space-size=1', '--v8-pool-size=1'];
const SMALL = { UV_THREADPOOL_SIZE: '4', MALLOC_ARENA_MAX: '1' };
/** The API's own limit is 20 s. */
const LIMIT = ms(17_000);
/** An archive of 4 MB, and a little. */
const MOST_OUTPUT = 4_500_000;

export type ErrandParts = { readonly clock: Clock; readonly log: Log; readonly signal: AbortSignal; readonly program?: string };

/** Runs `moodbox errand` with a request, which it reads as one line of JSON, and bytes after it. The answer is what it prints. */
export type RunErrand = (request: object, payload?: Uint8Array) => Promise<Result<Buffer, string>>;

/**
 * What takes the daemon too long or too much memory is done by a child: `moodbox errand`. One at a time; a second one waits for the first. The
 * child is less important than the music, bounded in time and memory, and learns the configuration over its standard input alone. A
 * failure is a sentence.
 */
export function errands({ clock, log, program = PROGRAM, signal }: ErrandParts): RunErrand {
  let turn: Promise<unknown> = Promise.resolve();
  const setpriv = programIn(programFolders(process.env.PATH), 'setpriv');
  const run: RunErrand = async (request, payload = new Uint8Array()) => {
    const [command, ...args] = tied(setpriv, process.execPath, [...FLAGS, program, 'errand']);
    const env = { ...environmentFor('errand'), NODE_ENV: process.env.NODE_ENV, ...SMALL };
    const input = Buffer.concat([Buffer.from(`${JSON.stringify(request)}\n`), payload]);
    const ran = await runForBytes(command, args, { env, limit: LIMIT, clock, signal, maxOutput: MOST_OUTPUT, input });
    const answer = answerOf(ran);
    if (!answer.ok) log.warn({ why: answer.why, ...(ran.kind === 'ended' && { said: ran.stderr.slice(0, 300) }) }, 'errand.failed');
    return answer;
  };
  return (request, payload) => {
    const next = turn.then(() => run(request, payload));
    turn = next.catch(() => undefined);
    return next;
  };
}

function answerOf(ran: Awaited<ReturnType<typeof runForBytes>>): Result<Buffer, string> {
  if (ran.kind === 'missing') return failed('the box has no room for another program at the moment; try again later');
  if (ran.kind === 'stopped')
    return failed(ran.why === 'flood' ? 'the answer is too large' : 'it took too long; try again when the box has less to do');
  if (ran.code === 0) return done(ran.stdout);
  return failed(ran.code === REFUSED ? (ran.stderr.trim().split('\n').at(-1) ?? '') : 'it failed; the log says more');
}

/** The exit status with which an errand says in one line on stderr why it was not done. */
const REFUSED = 3;

/** A value that is worked out by one caller for all who ask meanwhile, and is kept for `keep`. */
export class Kept<T> {
  readonly #clock: Clock;
  readonly #keep: Ms;
  readonly #make: () => Promise<T>;
  #value: { readonly at: number; readonly what: Promise<T> } | undefined;

  constructor(clock: Clock, keep: Ms, make: () => Promise<T>) {
    this.#clock = clock;
    this.#keep = keep;
    this.#make = make;
  }

  /** `atMost`: how old the value may be, if that is less than `keep`. */
  get(atMost: Ms = this.#keep): Promise<T> {
    const now = this.#clock.now();
    if (this.#value && now - this.#value.at < Math.min(atMost, this.#keep)) return this.#value.what;
    const value = { at: now, what: this.#make() };
    this.#value = value;
    value.what.catch(() => {
      if (this.#value === value) this.#value = undefined;
    });
    return value.what;
  }
}
