import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { Ran } from '../../shared/process/run.ts';
import { runProgram } from '../../shared/process/run.ts';
import type { Candidate, Lengths, Resolved } from './candidates.ts';
import { candidatesOf, resolvedOf } from './candidates.ts';
import type { Failure } from './failure.ts';
import { classify, errorLines } from './failure.ts';

/**
 * Which program to run (a function is asked before each search, since the program may be replaced at any time), and what to add to its
 * environment.
 */
export type YtDlpConfig = {
  readonly ytdlp: string | (() => string);
  readonly env?: Readonly<Record<string, string>>;
  readonly lengths?: Lengths;
};

/** When a call must be over, and a signal to end it sooner. */
export type Call = { readonly deadline: Instant; readonly signal: AbortSignal };

const CALL_LIMIT = ms(30_000);
/** The user's own yt-dlp configuration could do anything, so it is ignored. A server that hangs must not use up the whole limit. */
const COMMON = ['--ignore-config', '--no-warnings', '--no-progress', '--no-playlist', '--socket-timeout', '10', '--retries', '1'];
/** From this release on, yt-dlp needs a JavaScript runtime for YouTube, and accepts others than deno only if told to. */
const JS_RUNTIMES_SINCE = '2025.11.12';
const JS_RUNTIMES = ['--js-runtimes', 'node', '--js-runtimes', 'quickjs'];

/** The yt-dlp program, one process for each call. Works with 2023.03.04 (Debian 12) and everything newer. */
export class YtDlpProgram {
  readonly #config: YtDlpConfig;
  readonly #clock: Clock;
  readonly #log: Log;
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
    const words = query.replace(/\p{Cc}/gu, ' ');
    const json = await this.#json(['--flat-playlist', '-J', '--', `ytsearch10:${words}`], call);
    return json.ok ? candidatesOf(json.value, this.#config.lengths) : json;
  }

  /** Finds the address of one video's sound, which expires after hours. */
  async resolve(video: Candidate, call: Call): Promise<Result<Resolved, Failure>> {
    const json = await this.#json(['-J', '-f', 'bestaudio/best', '--', `https://www.youtube.com/watch?v=${video.id}`], call);
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

  #which(): string {
    return typeof this.#config.ytdlp === 'string' ? this.#config.ytdlp : this.#config.ytdlp();
  }

  async #json(args: readonly string[], call: Call): Promise<Result<string, Failure>> {
    const version = await this.#knownVersion(call);
    if (!version.ok) return version;
    const runtimes = version.value.slice(0, JS_RUNTIMES_SINCE.length) >= JS_RUNTIMES_SINCE ? JS_RUNTIMES : [];
    return this.#output([...COMMON, ...runtimes, ...args], call);
  }

  async #knownVersion(call: Call): Promise<Result<string, Failure>> {
    if (this.#version !== undefined) return done(this.#version);
    const version = await this.#output(['--ignore-config', '--version'], call);
    if (!version.ok) return version;
    this.#version = version.value.trim();
    this.#log.info({ version: this.#version, program: this.#program }, 'ytdlp.version');
    return done(this.#version);
  }

  async #output(args: readonly string[], { deadline, signal }: Call): Promise<Result<string, Failure>> {
    const limit = ms(Math.min(CALL_LIMIT, elapsed(this.#clock.now(), deadline)));
    if (limit <= 0) return failed('timeout');
    const env = { ...process.env, ...this.#config.env };
    const ran = await runProgram(this.#program, args, { env, limit, clock: this.#clock, signal });
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
