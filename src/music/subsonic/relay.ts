import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort } from '../../shared/async/linked-abort.ts';
import type { Log } from '../../shared/log.ts';
import type { ServerHealth } from './health.ts';
import { currentSong } from './lookup.ts';
import type { CallSettings, MusicServer, RawAnswer, RawCall, ServerAnswer } from './server.ts';
import type { Song } from './song.ts';

/** Addresses that are known at a time: what plays, what was found ahead for each mood, and many more. */
const MOST_ADDRESSES = 500;
const MOST_CONNECTIONS = 32;
/** How long a song that begins is tried for, before another is played instead. */
const START_LIMIT = ms(8_000);
const RETRY_AFTER = ms(1_000);
/** What of a server's answer mpv needs to know. */
const PASSED_ON = ['content-type', 'content-length', 'content-range', 'accept-ranges'] as const;

export type RelayWorld = { readonly clock: Clock; readonly health: ServerHealth; readonly log: Log };
/** `song`: what the id has to mean, still. */
type Call = { readonly endpoint: RawCall; readonly settings: CallSettings; readonly song?: Song };

/**
 * Hands on sounds and pictures of the music server from loopback addresses that mean nothing, which work while moodbox runs. So the login
 * is in no address that mpv, a log or a page could tell. A sound that breaks off is taken up again where it was, while somebody waits for
 * it.
 */
export class Relay implements AsyncDisposable {
  readonly #server: MusicServer;
  readonly #health: ServerHealth;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #door: Server;
  readonly #calls = new Map<string, Call>();
  readonly #paths = new Map<string, string>();
  #listening: Promise<string> | undefined;

  constructor(server: MusicServer, { clock, health, log }: RelayWorld) {
    this.#server = server;
    this.#health = health;
    this.#clock = clock;
    this.#log = log;
    this.#door = createServer((asked, answer) => void this.#answer(asked, answer));
    this.#door.maxConnections = MOST_CONNECTIONS;
  }

  /**
   * The address of a song for mpv: of the file itself, in which mpv can move. An estimated length is never asked for, because mpv then
   * reads the song twice.
   */
  sound = (song: Song): Promise<string> => this.#address({ endpoint: 'stream', settings: { id: song.id, format: 'raw' }, song });

  /** The address of a picture, as a JPEG of about 480 pixels. */
  picture = (id: string): Promise<string> => this.#address({ endpoint: 'getCoverArt', settings: { id, size: '480' } });

  async [Symbol.asyncDispose](): Promise<void> {
    this.#door.close();
    this.#door.closeAllConnections();
  }

  async #address(call: Call): Promise<string> {
    const name = `${call.endpoint} ${call.settings.id}`;
    const path = this.#paths.get(name) ?? `/${randomBytes(16).toString('hex')}`;
    this.#paths.delete(name);
    this.#paths.set(name, path);
    this.#calls.set(path, call);
    this.#forgetOldest();
    return `${await this.#origin()}${path}`;
  }

  #forgetOldest(): void {
    const [oldest] = this.#paths;
    if (this.#paths.size <= MOST_ADDRESSES || !oldest) return;
    this.#paths.delete(oldest[0]);
    this.#calls.delete(oldest[1]);
  }

  #origin(): Promise<string> {
    this.#listening ??= new Promise((resolve, reject) => {
      this.#door.once('error', reject).listen(0, '127.0.0.1', () => {
        this.#door.unref();
        resolve(`http://127.0.0.1:${(this.#door.address() as AddressInfo).port}`);
      });
    });
    return this.#listening;
  }

  /** mpv asks as it asks a proxy, with the whole address: a proxy of the user's must not be asked for what is on this machine. */
  async #answer(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const call = this.#calls.get(/^(?:http:\/\/127\.0\.0\.1:\d+)?(\/[0-9a-f]{32})$/.exec(asked.url ?? '')?.[1] ?? '');
    if (!call || asked.method !== 'GET') return void answer.writeHead(404).end();
    const gone = new AbortController();
    answer.once('close', () => gone.abort()).on('error', () => undefined);
    const opened = await this.#opened(call, asked.headers.range, gone.signal);
    if (gone.signal.aborted) return;
    if (!opened.ok) {
      this.#health.failed(opened.why);
      this.#log.debug({ endpoint: call.endpoint, why: opened.why.detail }, 'subsonic.not_sent');
      return void answer.writeHead(opened.why.why === 'gone' ? 404 : 502).end();
    }
    await this.#send(call, opened.value, answer, gone.signal);
  }

  /** The beginning of a sound is worth some seconds; what goes on in the middle of one is worth all the time that mpv waits. */
  async #opened(call: Call, range: string | undefined, signal: AbortSignal): Promise<ServerAnswer<RawAnswer>> {
    const isMiddle = startOf(range) > 0;
    using limit = new LinkedAbort(signal);
    if (!isMiddle) limit.abortAfter(START_LIMIT, this.#clock, () => new Error('no sound'));
    for (;;) {
      const opened = await this.#open(call, isMiddle, signal, range);
      const isOut = !opened.ok && (opened.why.why === 'offline' || opened.why.why === 'timeout');
      if (!isOut || limit.signal.aborted || call.endpoint !== 'stream') return opened;
      await this.#clock.sleep(RETRY_AFTER, limit.signal).catch(() => undefined);
    }
  }

  /** A song may have been found an hour ago, so what its id means now is asked again before it begins. */
  async #open(call: Call, isMiddle: boolean, signal: AbortSignal, range: string | undefined): Promise<ServerAnswer<RawAnswer>> {
    const current = call.song && !isMiddle ? await currentSong(this.#server, call.song, signal) : undefined;
    if (current && !current.ok) return current;
    return this.#server.open(call.endpoint, call.settings, signal, range);
  }

  /** Sends one body after the other, until all has been sent that the first one promised. */
  async #send(call: Call, first: RawAnswer, answer: ServerResponse, signal: AbortSignal): Promise<void> {
    const span = spanOf(first);
    answer.writeHead(first.status, headersOf(first));
    let sent = 0;
    for (let part: RawAnswer | undefined = first; part; ) {
      sent += await piped(part, answer, signal);
      if (span === undefined || sent >= span.length || signal.aborted) break;
      this.#log.debug({ at: span.from + sent }, 'subsonic.taken_up_again');
      await this.#clock.sleep(RETRY_AFTER, signal).catch(() => undefined);
      const range = `bytes=${span.from + sent}-${span.from + span.length - 1}`;
      const next = await this.#opened(call, range, signal);
      part = next.ok && isRest(next.value, span.length - sent) ? next.value : undefined;
      if (next.ok && !part) next.value.body.destroy();
    }
    if (span !== undefined && sent < span.length) answer.destroy();
    else answer.end();
  }
}

/** The first byte that a Range header asks for. */
const startOf = (range: string | undefined): number => Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);

/** Which bytes an answer will bring; undefined if it does not say. */
function spanOf({ headers }: RawAnswer): { readonly from: number; readonly length: number } | undefined {
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (!Number.isSafeInteger(length) || headers['content-encoding'] !== undefined) return undefined;
  return { from: Number(/^bytes (\d+)-/.exec(headers['content-range'] ?? '')?.[1] ?? 0), length };
}

/** Whether an answer is exactly the rest that was asked for, and not the whole from the beginning. */
const isRest = ({ headers, status }: RawAnswer, length: number): boolean => status === 206 && Number(headers['content-length']) === length;

const headersOf = ({ headers }: RawAnswer): Record<string, string> =>
  Object.fromEntries(PASSED_ON.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])] as const])));

/** Hands a body on, no faster than it is taken. Returns how many bytes there were, also if it broke off. */
async function piped({ body }: RawAnswer, to: ServerResponse, signal: AbortSignal): Promise<number> {
  let count = 0;
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      count += piece.length;
      if (!to.write(piece)) await once(to, 'drain', { signal });
    }
  } catch {
    // It broke off, or nobody listens any more: the caller sees by the count which of the two.
  }
  return count;
}
