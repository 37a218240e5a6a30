import { once } from 'node:events';
import type { Socket } from 'node:net';
import { literal, object, parse, string } from 'valibot';
import { assertNever } from '../../domain/assert-never.ts';
import { done } from '../../domain/result.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { RateLimiter } from '../../shared/async/rate-limiter.ts';
import { fitting } from '../../shared/json.ts';
import type { Log } from '../../shared/log.ts';
import type { BoxClient } from '../port.ts';
import type { NotOpened, Opened, Question, Up } from './wire.ts';
import { carried, PAGE_CALL, PAGE_COMMAND, readLines, readUp, tell } from './wire.ts';

/** Characters of one message: a body of 48 kB may grow to four times its length when it is written again. */
const LONGEST = 262_144;
/** Many times what the page's process sends by its own limits. */
const MESSAGES = { most: 1500, span: ms(10_000) };
/** Characters of a file in base64 from which on it waits until the answer before is on its way. */
const LARGE = 262_144;
/** Bytes that may wait for a process that asks and does not read: the largest file, of 12 MB, travels as 16 MB of base64. */
const MOST_WAITING = 20 * 1024 * 1024;

export type DoorParts = {
  readonly box: BoxClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly onOpened: (opened: Opened) => void;
  /** It cannot listen; with the system's code or a sentence. */
  readonly onFailed: (failed: NotOpened) => void;
  readonly onAlive: () => void;
  /** It does what our own program never does, so somebody else is speaking. */
  readonly onMisbehaved: (why: string) => void;
};

/** Questions that may be open at once. */
const MOST_OPEN: Readonly<Record<Question, number>> = { report: 500, change: 1, command: 500, health: 500, endpoint: 50 };

/** Answers the page's process. Nothing that it sends is believed without a check, and nothing is unbounded. */
export function keepDoor(line: Socket, parts: DoorParts): void {
  const limit = new RateLimiter(parts.clock, MESSAGES);
  const answers = new Answers(line, parts);
  const misbehaved = (why: string): void => {
    line.destroy();
    parts.onMisbehaved(why);
  };
  const heard = (text: string): void => {
    if (line.destroyed) return;
    const message = readUp(text);
    if (!message) misbehaved('a message that cannot be read');
    else if (!limit.take()) misbehaved('too many messages');
    else if (message.kind !== 'ask') notify(message, parts);
    else if (answers.areTooMany(message.question)) misbehaved('it asks and does not wait for the answers');
    else void answers.give(message);
  };
  line.on('error', () => undefined); // 'close' follows
  readLines(line, LONGEST, heard, () => misbehaved('a message that is too long'));
}

function notify(message: Exclude<Up, { readonly kind: 'ask' }>, { log, onAlive, onFailed, onOpened }: DoorParts): void {
  switch (message.kind) {
    case 'opened':
      onOpened(message);
      break;
    case 'failed':
      onFailed(message);
      break;
    case 'log':
      log[message.level](message.fields, message.event);
      break;
    case 'alive':
      onAlive();
      break;
    default:
      assertNever(message);
  }
}

/** Asks the box what the page's process asks, and sends the answers. */
class Answers {
  readonly #line: Socket;
  readonly #log: Log;
  readonly #gone = new AbortController();
  readonly #box: { readonly [Q in Question]: (about: unknown) => Promise<unknown> };
  /** The large files so far. */
  #sent: Promise<void> = Promise.resolve();
  /** Questions without an answer yet. */
  readonly #open: Record<Question, number> = { report: 0, change: 0, command: 0, health: 0, endpoint: 0 };

  constructor(line: Socket, { box, log }: DoorParts) {
    this.#line = line;
    this.#log = log;
    line.on('close', () => this.#gone.abort());
    this.#box = {
      report: () => box.report(),
      change: () => box.change(this.#gone.signal),
      command: (about) => {
        const { command, by } = parse(PAGE_COMMAND, about);
        return box.command(command, by);
      },
      health: () => box.health(),
      endpoint: async (about) => {
        const { by, input, route } = parse(PAGE_CALL, about);
        const answer = await box.ask(route, input, by);
        return answer.ok ? done(carried(answer.value)) : answer;
      },
    };
  }

  areTooMany(question: Question): boolean {
    return this.#line.writableLength > MOST_WAITING || this.#open[question] >= MOST_OPEN[question];
  }

  async give({ id, question, with: about }: Extract<Up, { readonly kind: 'ask' }>): Promise<void> {
    this.#open[question] += 1;
    try {
      const value = await this.#box[question](about);
      if (isLarge(value)) await this.#turn();
      tell(this.#line, { kind: 'answer', id, value });
    } catch (err) {
      if (this.#gone.signal.aborted) return;
      this.#log.error({ err, question }, 'web.failed');
      tell(this.#line, { kind: 'broken', id });
    } finally {
      this.#open[question] -= 1;
    }
  }

  /** Settles when the line has taken everything before; rejects when it closes. One large file after the other. */
  #turn(): Promise<void> {
    const turn = this.#sent.then(async () => {
      if (this.#line.writableNeedDrain) await once(this.#line, 'drain', { signal: this.#gone.signal });
    });
    this.#sent = turn.catch(() => undefined);
    return turn;
  }
}

const FILE = object({ ok: literal(true), value: object({ kind: literal('file'), base64: string() }) });
const isLarge = (answer: unknown): boolean => (fitting(FILE, answer)?.value.base64.length ?? 0) > LARGE;
