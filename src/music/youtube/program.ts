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

/** Which program (asked before each call: it may be replaced at any time), and what its environment has besides the daemon's own. */
export type YtDlpConfig = {
  readonly ytdlp: string | (() => string);
  readonly env?: Readonly<Record<string, string>>;
  readonly lengths?: Lengths;
};

/** Until when a call must be over, and who may end it sooner. */
export type Call = { readonly deadline: Instant; readonly signal: AbortSignal };

const CALL_LIMIT = ms(30_000);
/** The user's own configuration of yt-dlp could do anything; a hung server must not use up the whole limit. */
const COMMON = ['--ignore-config', '--no-warnings', '--no-progress', '--no-playlist', '--socket-timeout', '10', '--retries', '1'];
/** Since this release yt-dlp wants a JavaScript program for YouTube and takes more than deno if it is told so. */
const JS_RUNTIMES_SINCE = '2025.11.12';
const JS_RUNTIMES = ['--js-runtimes', 'node', '--js-runtimes', 'quickjs'];

/** The yt-dlp program, one process a question. Works with 2023.03.04 (Debian 12) and everything newer. */
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

  /** The first ten videos that YouTube has for a query, the fitting ones only. */
  async search(query: string, call: Call): Promise<Result<readonly Candidate[], Failure>> {
    const words = query.replace(/\p{Cc}/gu, ' ');
    const json = await this.#json(['--flat-playlist', '-J', '--', `ytsearch10:${words}`], call);
    return json.ok ? candidatesOf(json.value, this.#config.lengths) : json;
  }

  /** Where the sound of one video is to be had now. */
  async resolve(video: Candidate, call: Call): Promise<Result<Resolved, Failure>> {
    const json = await this.#json(['-J', '-f', 'bestaudio/best', '--', `https://www.youtube.com/watch?v=${video.id}`], call);
    return json.ok ? resolvedOf(json.value, video) : json;
  }

  /** The program may have been replaced: ask for its version again before the next call. */
  forgetVersion(): void {
    this.#version = undefined;
  }

  /** Takes another program where there is one by now, and says whether it did. */
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
    return this.#said([...COMMON, ...runtimes, ...args], call);
  }

  async #knownVersion(call: Call): Promise<Result<string, Failure>> {
    if (this.#version !== undefined) return done(this.#version);
    const said = await this.#said(['--ignore-config', '--version'], call);
    if (!said.ok) return said;
    this.#version = said.value.trim();
    this.#log.info({ version: this.#version, program: this.#program }, 'ytdlp.version');
    return done(this.#version);
  }

  async #said(args: readonly string[], { deadline, signal }: Call): Promise<Result<string, Failure>> {
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
  if (ran.kind === 'ended') return classify(ran.stderr);
  return ran.why === 'abort' ? 'aborted' : ran.why === 'timeout' ? 'timeout' : 'broken';
}

function detail(ran: Ran): object {
  if (ran.kind === 'missing') return { err: ran.err };
  return ran.kind === 'ended' ? { code: ran.code, said: errorLines(ran.stderr) } : { stopped: ran.why };
}
