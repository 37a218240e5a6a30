import { once } from 'node:events';
import { unknown } from 'valibot';
import { WebSocket } from 'ws';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { LinkedAbort, raceAbort } from '../shared/async/linked-abort.ts';
import { machineAuthorities } from '../shared/authorities.ts';
import { jsonFitting } from '../shared/json.ts';
import type { AssistantFault } from './fault.ts';
import { faultOfConnection, faultOfNumber, LINE_BROKEN, NO_ANSWER, STRANGE } from './fault.ts';
import type { AssistantMessage } from './wire.ts';
import { assistantMessageIn, helloIn, TOKENS_FROM } from './wire.ts';

export type AssistantAnswer<T = unknown> = Result<T, AssistantFault>;
export type AssistantArguments = Readonly<Record<string, unknown>>;
export type AssistantEvent = Extract<AssistantMessage, { readonly kind: 'event' }>;

export type ConnectionParts = {
  /** The server's address, http or https. */
  readonly url: string;
  /** Undefined without one: only servers before schema 28 accept that. */
  readonly token: string | undefined;
  readonly clock: Clock;
  readonly heard: (event: AssistantEvent) => void;
};

/** How long the server may take to open the door, to say who it is, and to answer a question. */
const OPENING = ms(5_000);
const ANSWERING = ms(10_000);
/** The line is tried this often, and counts as dead after so long without a sign of life: below the 5 s in which music has to be back. */
const BEAT = ms(500);
const DEAD_AFTER = ms(2_000);
/** Bytes of one message, questions that wait for an answer, and entries of an answer that comes in pieces. */
const LARGEST = 16 * 1024 * 1024;
const MOST_WAITING = 64;
const MOST_ENTRIES = 20_000;

type Waiting = { readonly parts: unknown[]; readonly settle: (answer: AssistantAnswer) => void };

/** One connection to a Music Assistant, signed in. It alone knows the token, and says it once. */
export class AssistantConnection implements AsyncDisposable {
  readonly #socket: WebSocket;
  readonly #parts: ConnectionParts;
  readonly #waiting = new Map<string, Waiting>();
  readonly #end = new AbortController();
  #count = 0;
  #heardAt: Instant;
  #fault: AssistantFault = LINE_BROKEN;

  private constructor(socket: WebSocket, parts: ConnectionParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#heardAt = parts.clock.now();
    const alive = (): void => {
      this.#heardAt = parts.clock.now();
    };
    socket.on('message', (data) => {
      alive();
      this.#hear(String(data));
    });
    socket.on('pong', alive);
    socket.on('ping', alive);
    socket.on('error', (err) => {
      this.#fault = faultOfConnection(err);
    });
    socket.once('close', () => this.#closed());
    void this.#beat();
  }

  /** Connected, and signed in. Settles within some seconds, and soon after an abort. */
  static async open(parts: ConnectionParts, signal: AbortSignal): Promise<AssistantAnswer<AssistantConnection>> {
    const ca = machineAuthorities();
    const socket = new WebSocket(addressOf(parts.url), {
      ...{ handshakeTimeout: OPENING, maxPayload: LARGEST, perMessageDeflate: false, followRedirects: false },
      ...(ca && { ca }),
    });
    using limit = new LinkedAbort(signal).abortAfter(OPENING, parts.clock, () => new Error('timed out'));
    const hello = await firstMessage(socket, limit.signal);
    const about = hello.ok ? helloIn(hello.value) : undefined;
    if (!hello.ok || !about) {
      socket.terminate();
      return failed(hello.ok ? STRANGE : hello.why);
    }
    const connection = new AssistantConnection(socket, parts);
    const fault = about.schema_version >= TOKENS_FROM ? await connection.#signIn(limit.signal) : undefined;
    if (!fault) return done(connection);
    await connection[Symbol.asyncDispose]();
    return failed(fault);
  }

  /** Aborted when the connection has ended. */
  get gone(): AbortSignal {
    return this.#end.signal;
  }

  /** Why it has ended. */
  get fault(): AssistantFault {
    return this.#fault;
  }

  /** Asks for something to be done. Settles within 10 s, and soon after an abort, which counts as `timeout`. */
  async ask(command: string, args: AssistantArguments, signal: AbortSignal): Promise<AssistantAnswer> {
    if (this.#end.signal.aborted) return failed(this.#fault);
    if (this.#waiting.size >= MOST_WAITING || signal.aborted) return failed(NO_ANSWER);
    using limit = new LinkedAbort(signal).abortAfter(ANSWERING, this.#parts.clock, () => new Error('timed out'));
    this.#count += 1;
    const id = String(this.#count);
    const answered = new Promise<AssistantAnswer>((settle) => this.#waiting.set(id, { parts: [], settle }));
    this.#socket.send(JSON.stringify({ message_id: id, command, args }), () => undefined);
    try {
      return await raceAbort(answered, limit.signal);
    } catch {
      return failed(NO_ANSWER);
    } finally {
      this.#waiting.delete(id);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#end.signal.aborted) return;
    const closed = once(this.#end.signal, 'abort');
    this.#socket.close();
    using limit = new LinkedAbort().abortAfter(ms(500), this.#parts.clock, () => new Error('timed out'));
    await raceAbort(closed, limit.signal).catch(() => undefined);
    this.#socket.terminate();
  }

  async #signIn(signal: AbortSignal): Promise<AssistantFault | undefined> {
    const { token } = this.#parts;
    if (token === undefined) return faultOfNumber(20);
    const signedIn = await this.ask('auth', { token }, signal);
    return signedIn.ok ? undefined : signedIn.why;
  }

  #hear(text: string): void {
    const message = assistantMessageIn(readJson(text));
    if (message?.kind === 'event') this.#parts.heard(message);
    else if (message) this.#answered(message);
  }

  /** An answer that nobody waits for any more is dropped. */
  #answered(message: Exclude<AssistantMessage, AssistantEvent>): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if (message.kind === 'failed') {
      waiting.settle(failed(faultOfNumber(message.code)));
      return;
    }
    const more = Array.isArray(message.result) ? message.result : [];
    if (message.kind === 'result') waiting.settle(done(waiting.parts.length > 0 ? [...waiting.parts, ...more] : message.result));
    else if (waiting.parts.length + more.length <= MOST_ENTRIES) waiting.parts.push(...more);
  }

  #closed(): void {
    this.#end.abort();
    for (const { settle } of this.#waiting.values()) settle(failed(this.#fault));
  }

  /** A machine that loses its power says nothing: so the line is tried. */
  async #beat(): Promise<void> {
    const { clock } = this.#parts;
    for (const { signal } = this.#end; !signal.aborted; ) {
      await clock.sleep(BEAT, signal).catch(() => undefined);
      if (signal.aborted) return;
      if (elapsed(this.#heardAt, clock.now()) > DEAD_AFTER) this.#socket.terminate();
      else this.#socket.ping();
    }
  }
}

const addressOf = (url: string): string => `${url.replace(/^http/i, 'ws').replace(/(\/ws)?\/*$/, '')}/ws`;

async function firstMessage(socket: WebSocket, signal: AbortSignal): Promise<AssistantAnswer> {
  const broken = new Promise<AssistantAnswer>((settle) => {
    socket.once('error', (err) => settle(failed(faultOfConnection(err))));
    socket.once('close', () => settle(failed(LINE_BROKEN)));
  });
  const heard = new Promise<AssistantAnswer>((settle) => {
    socket.once('message', (data) => settle(done(readJson(String(data)))));
  });
  // Errors after the limit no longer matter, but an 'error' without a listener ends the process.
  socket.on('error', () => undefined);
  return raceAbort(Promise.race([heard, broken]), signal).catch(() => failed(NO_ANSWER));
}

const readJson = (text: string): unknown => jsonFitting(unknown(), text);
