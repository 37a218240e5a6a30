import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { Ran } from '../../shared/process/run.ts';
import type { Candidate, Lengths, Resolved } from './candidates.ts';
import { candidatesOf, resolvedOf } from './candidates.ts';
import { ScratchFolder } from './child.ts';
import type { Failure } from './failure.ts';
import { classify, errorLines } from './failure.ts';
import type { RunYtDlp, YtDlpRequest } from './request.ts';
import { wantsRuntimes } from './request.ts';
import { runnerOf } from './runner.ts';

/**
 * Which program to run (a function is asked before each search, since the program may be replaced at any time), and the unit
 * that runs it. Without one yt-dlp is our own child. `env` is added to its environment.
 */
export type YtDlpConfig = {
  readonly ytdlp: string | (() => string);
  readonly unit?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly lengths?: Lengths;
};

/** When a call must be over, and a signal to end it sooner. */
export type Call = { readonly deadline: Instant; readonly signal: AbortSignal };

const CALL_LIMIT = ms(30_000);
/** The yt-dlp program, one process for each call. Works with 2023.03.04 (Debian 12) and everything newer. */
export class YtDlpProgram implements Disposable {
  readonly #config: YtDlpConfig;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #scratch = new ScratchFolder();
  #program: string;
  #version: string | undefined;

  constructor(config: YtDlpConfig, { clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#config = config;
    this.#program = this.#which();
    this.#clock = clock;
    this.#log = log;
  }

  /** Searches YouTube and returns the suitable ones among the first ten videos. */
  async search(query: string, call: Call): Promise<Result<readonly Candidate[], Failure>> {
    const json = await this.#json((runtimes) => ({ kind: 'search', words: query, runtimes }), call);
    return json.ok ? candidatesOf(json.value, this.#config.lengths) : json;
  }

  /** Finds the address of one video's sound, which expires after hours. */
  async resolve(video: Candidate, call: Call): Promise<Result<Resolved, Failure>> {
    const json = await this.#json((runtimes) => ({ kind: 'resolve', id: video.id, runtimes }), call);
    return json.ok ? resolvedOf(json.value, video) : json;
  }

  /** Asks for the version again before the next call, because the program may have been replaced. */
  forgetVersion(): void {
    this.#version = undefined;
  }

  /** Switches to another program if there is one by now, and returns whether it did. */
  renewed(): boolean {
    const program = this.#which();
    if (program === this.#program) return false;
    this.#program = program;
    this.forgetVersion();
    return true;
  }

  /** Removes what yt-dlp has left in its folder. */
  [Symbol.dispose](): void {
    this.#scratch[Symbol.dispose]();
  }

  get #run(): RunYtDlp {
    const { unit, env } = this.#config;
    return runnerOf(unit, () => this.#scratch.path, { ...process.env, ...env });
  }

  #which(): string {
    return typeof this.#config.ytdlp === 'string' ? this.#config.ytdlp : this.#config.ytdlp();
  }

  async #json(requestOf: (runtimes: boolean) => YtDlpRequest, call: Call): Promise<Result<string, Failure>> {
    const version = await this.#knownVersion(call);
    return version.ok ? this.#output(requestOf(wantsRuntimes(version.value)), call) : version;
  }

  async #knownVersion(call: Call): Promise<Result<string, Failure>> {
    if (this.#version !== undefined) return done(this.#version);
    const version = await this.#output({ kind: 'version' }, call);
    if (!version.ok) return version;
    this.#version = version.value.trim();
    this.#log.info({ version: this.#version, program: this.#program }, 'ytdlp.version');
    return done(this.#version);
  }

  async #output(request: YtDlpRequest, { deadline, signal }: Call): Promise<Result<string, Failure>> {
    const limit = ms(Math.min(CALL_LIMIT, elapsed(this.#clock.now(), deadline)));
    if (limit <= 0) return failed('timeout');
    const ran = await this.#run(this.#program, request, { limit, clock: this.#clock, signal });
    if (ran.kind === 'ended' && ran.code === 0) return done(ran.stdout);
    const failure = failureOf(ran);
    if (failure !== 'aborted') this.#log.warn({ failure, ...detail(ran) }, 'ytdlp.failed');
    return failed(failure);
  }
}

function failureOf(ran: Ran): Failure {
  if (ran.kind === 'missing') return 'broken';
  // Killed by the system, and it said nothing: that is what happens when the memory runs out.
  if (ran.kind === 'ended') return ran.code === null && ran.stderr.trim() === '' ? 'computer' : classify(ran.stderr);
  return ran.why === 'abort' ? 'aborted' : ran.why === 'timeout' ? 'timeout' : 'broken';
}

function detail(ran: Ran): object {
  if (ran.kind === 'missing') return { err: ran.err };
  return ran.kind === 'ended' ? { code: ran.code, said: errorLines(ran.stderr) } : { stopped: ran.why };
}
