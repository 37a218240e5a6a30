import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { SubsonicConfig } from '../../config/schema.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { shownAddress } from '../../shared/address.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort } from '../../shared/async/linked-abort.ts';
import type { ServerFault } from './fault.ts';
import { faultOfError, faultOfStatus, SILENT } from './fault.ts';
import type { Credentials, ProofKind } from './login.ts';
import { credentialsOf, mayTellPassword, TOLD_BY_PASSWORD, takesNoToken } from './login.ts';
import type { Reply } from './reply.ts';
import { replyIn } from './reply.ts';

/** The calls of the protocol that moodbox makes. */
export type ServerCall =
  | 'getGenres'
  | 'getIndexes'
  | 'getPlaylist'
  | 'getPlaylists'
  | 'getScanStatus'
  | 'getSong'
  | 'getSongsByGenre'
  | 'getStarred2'
  | 'ping'
  | 'scrobble'
  | 'search3'
  | 'star';
/** Those that answer with bytes. */
export type RawCall = 'getCoverArt' | 'stream';
export type CallSettings = Readonly<Record<string, string>>;
export type ServerAnswer<T> = Result<T, ServerFault>;

/** A body that a server sends, and what it says of it. Whoever gets it has to read it to its end, or destroy it. */
export type RawAnswer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: IncomingMessage };

/** How long an answer may take: a list of 500 songs takes a small machine seconds. */
const ANSWER_LIMIT = ms(30_000);
/** Bytes. 500 songs are 400 kB. */
const LARGEST_ANSWER = 16 * 1024 * 1024;
/** A sound that sends nothing for this long has broken off. */
const SILENCE_LIMIT = ms(9_000);
/** What comes in place of sound is an error. */
const WORDS = /^(application\/(json|xml)|text\/)/i;

/**
 * A server that speaks OpenSubsonic. This class alone knows the login: the addresses that hold it are made here and never leave it, and
 * neither does anything that the server writes about an error.
 */
export class MusicServer implements Disposable {
  readonly #config: SubsonicConfig;
  readonly #clock: Clock;
  readonly #agent: Agent;
  #credentials: Credentials | undefined;
  #proof: ProofKind = 'token';

  constructor(config: SubsonicConfig, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
    const connections = { keepAlive: true, maxSockets: 4, timeout: 15_000 };
    this.#agent = config.url.startsWith('https:') ? new TlsAgent(connections) : new Agent(connections);
  }

  /** Where it is, for people. */
  get place(): string {
    return shownAddress(this.#config.url);
  }

  /** Asks a question. Settles within `limit`, and soon after an abort, which counts as `timeout`. */
  async ask(endpoint: ServerCall, settings: CallSettings, signal: AbortSignal, limit: Ms = ANSWER_LIMIT): Promise<ServerAnswer<Reply>> {
    return this.#proven((proof) => this.#askOnce(proof, endpoint, settings, signal, limit));
  }

  /** Opens a sound or a picture, or the `range` of it (`bytes=100-`). It ends when `signal` is aborted, and when it stays silent. */
  async open(endpoint: RawCall, settings: CallSettings, signal: AbortSignal, range?: string): Promise<ServerAnswer<RawAnswer>> {
    return this.#proven((proof) => this.#openOnce(proof, endpoint, settings, signal, range));
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }

  /** Logs in with a token; with the password itself where a server takes no tokens and nobody can listen in. */
  async #proven<T>(attempt: (proof: ProofKind) => Promise<ServerAnswer<T>>): Promise<ServerAnswer<T>> {
    const answer = await this.#provenBySome(attempt);
    // The password may be another by now: it is read anew before the next request.
    if (!answer.ok && answer.why.why === 'forbidden') this.#credentials = undefined;
    return answer;
  }

  async #provenBySome<T>(attempt: (proof: ProofKind) => Promise<ServerAnswer<T>>): Promise<ServerAnswer<T>> {
    const first = await attempt(this.#proof);
    if (first.ok || this.#proof === 'password' || !takesNoToken(first.why)) return first;
    if (!mayTellPassword(this.#config)) return failed({ ...first.why, why: 'forbidden', detail: TOLD_BY_PASSWORD });
    const second = await attempt('password');
    if (second.ok) this.#proof = 'password';
    return second;
  }

  async #askOnce(
    proof: ProofKind,
    endpoint: ServerCall,
    settings: CallSettings,
    signal: AbortSignal,
    span: Ms,
  ): Promise<ServerAnswer<Reply>> {
    using limit = new LinkedAbort(signal).abortAfter(span, this.#clock, () => new Error('no answer'));
    const opened = await this.#request(proof, endpoint, settings, limit.signal);
    if (!opened.ok) return opened;
    const said = await textOf(opened.value.body, limit.signal);
    return said.ok ? (replyIn(said.value) ?? failed(faultOfStatus(opened.value.status))) : said;
  }

  async #openOnce(
    proof: ProofKind,
    endpoint: RawCall,
    settings: CallSettings,
    signal: AbortSignal,
    range: string | undefined,
  ): Promise<ServerAnswer<RawAnswer>> {
    using limit = new LinkedAbort(signal).abortAfter(SILENCE_LIMIT, this.#clock, () => new Error('no answer'));
    const opened = await this.#request(proof, endpoint, settings, limit.signal, range);
    if (!opened.ok) return opened;
    const { body, headers, status } = opened.value;
    if ((status === 200 || status === 206) && !WORDS.test(headers['content-type'] ?? '')) {
      endWith(body, signal);
      return opened;
    }
    const said = await textOf(body, limit.signal);
    const reply = said.ok ? replyIn(said.value) : undefined;
    return failed(reply && !reply.ok ? reply.why : faultOfStatus(status));
  }

  async #request(
    proof: ProofKind,
    endpoint: ServerCall | RawCall,
    settings: CallSettings,
    signal: AbortSignal,
    range?: string,
  ): Promise<ServerAnswer<RawAnswer>> {
    const credentials = this.#known();
    if (!credentials.ok) return credentials;
    const { authorities: ca, login } = credentials.value;
    const address = new URL(`${this.#config.url.replace(/(\/rest)?\/*$/, '')}/rest/${endpoint}`);
    address.search = new URLSearchParams({ ...login.settings(proof), ...settings }).toString();
    const isRaw = endpoint === 'stream' || endpoint === 'getCoverArt';
    const headers = { 'user-agent': 'moodbox', accept: '*/*', ...(range !== undefined && { range }) };
    const options = { agent: isRaw ? (false as const) : this.#agent, headers, signal, ...(ca && { ca }) };
    return new Promise((resolve) => {
      const asked = address.protocol === 'https:' ? tlsRequest(address, options) : plainRequest(address, options);
      asked.once('response', (body) => resolve(done({ status: body.statusCode ?? 0, headers: body.headers, body })));
      asked.on('error', (err) => resolve(failed(signal.aborted ? SILENT : faultOfError(err))));
      asked.end();
    });
  }

  /** What a request needs besides its address. A file that cannot be read now may be mended, so it is tried again at the next request. */
  #known(): ServerAnswer<Credentials> {
    if (this.#credentials) return done(this.#credentials);
    const read = credentialsOf(this.#config);
    if (read.ok) this.#credentials = read.value;
    return read.ok ? read : failed({ why: 'forbidden', detail: read.why });
  }
}

/** Ends a body when nobody wants it any more, and when nothing more of it comes. */
function endWith(body: IncomingMessage, signal: AbortSignal): void {
  const end = (): void => void body.destroy();
  body.socket.setTimeout(SILENCE_LIMIT, end);
  signal.addEventListener('abort', end, { once: true });
  body.once('close', () => signal.removeEventListener('abort', end)).on('error', () => undefined);
}

async function textOf(body: IncomingMessage, signal: AbortSignal): Promise<ServerAnswer<string>> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > LARGEST_ANSWER) return failed({ why: 'foreign', detail: 'its answer is far too long' });
      pieces.push(piece);
    }
    return done(Buffer.concat(pieces).toString('utf8'));
  } catch (err) {
    return failed(signal.aborted ? SILENT : faultOfError(err));
  }
}
