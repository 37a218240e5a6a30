import { createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { array, integer, maxLength, maxValue, minValue, number, object, pipe, regex, string } from 'valibot';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { fitting, jsonFitting, jsonObject } from '../../shared/json.ts';
import { Answers } from './answers.ts';

/** What a signed message begins with; one without a signature begins with `{`. */
const SIGNED = 'signed ';
const MAC_BYTES = 32;
const TOKEN_BYTES = 6;
/** Bytes of the signature and the header before a message. */
const LONGEST_PREFIX = 640;
/** Questions of our own that may still be answered. */
const MOST_QUESTIONS = 32;
/** Senders to remember. A group has 16, and some may have had other names. */
const MOST_SENDERS = 64;
/** How far behind the newest a message may be: what waits for the broker is not always sent in order. */
const WINDOW = 1024;

/**
 * Why a message is not believed. `forged`: signed with another secret. `old`: it has come before. `unanswered`: nothing tells whether it is
 * old, as its sender has not answered us yet.
 */
export type MessageFault = 'unsigned' | 'forged' | 'old' | 'unanswered';

/** `from`: the box that wrote it. `payload`: what it wrote. */
type Opened = { readonly from: string; readonly payload: Buffer };

const TOKEN = pipe(string(), regex(/^[\w-]{8}$/));
const HEADER = object({
  from: pipe(string(), regex(/^[a-zA-Z0-9_-]{1,64}$/)),
  life: TOKEN,
  number: pipe(number(), integer(), minValue(1), maxValue(Number.MAX_SAFE_INTEGER)),
  asks: TOKEN,
  answers: pipe(array(TOKEN), maxLength(32)),
});
type Header = {
  readonly from: string;
  readonly life: string;
  readonly number: number;
  readonly asks: string;
  readonly answers: readonly string[];
};

/** A sender whose present life is known. `since`: the index of our first question that only its next life can answer. */
type Known = { readonly life: string; newest: number; readonly seen: Set<number>; readonly since: number };

export const isSigned = (message: Buffer): boolean => message.subarray(0, SIGNED.length).toString('latin1') === SIGNED;

const token = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/**
 * Signs what a box tells its group, and opens what others tell it, with a secret that all of them have. Needs no clock and no memory that
 * survives a restart: each box has a random name for its life since its start, numbers its messages, and asks a random question in each.
 * A life is believed from the first message that answers a recent question, which no recording can; from then on its numbers must be new.
 */
export class Membership {
  readonly #key: Buffer;
  readonly #id: string;
  readonly #life = token();
  #number = 0;
  /** Our questions, newest last; `#asked` counts all of them. */
  #questions: readonly string[] = [token()];
  #asked = 1;
  readonly #known = new Map<string, Known>();
  readonly #answers = new Answers();

  /** `group`: its topic. Takes about 50 ms, so that the secret cannot be guessed fast from what is overheard. */
  constructor(secret: string, group: string, id: string) {
    this.#key = scryptSync(secret, `moodbox ${group}`, MAC_BYTES);
    this.#id = id;
  }

  /** The message as it is sent on that topic. */
  sign(topic: string, payload: string): string {
    this.#number += 1;
    const asks = this.#questions.at(-1) ?? '';
    const header = { from: this.#id, life: this.#life, number: this.#number, asks, answers: this.#answers.all };
    const text = `${JSON.stringify(header)}\n${payload}`;
    return `${SIGNED}${this.#mac(topic, text).toString('base64url')}\n${text}`;
  }

  /** The message in what came on a topic, if a box of the group wrote it, for this topic, and it has not come before. */
  open(topic: string, message: Buffer): Result<Opened, MessageFault> {
    if (!isSigned(message)) return failed('unsigned');
    const [macEnd, headerEnd] = linesOf(message);
    if (headerEnd < 0 || headerEnd > LONGEST_PREFIX) return failed('forged');
    const mac = Buffer.from(message.subarray(SIGNED.length, macEnd).toString('latin1'), 'base64url');
    const isOurs = mac.length === MAC_BYTES && timingSafeEqual(mac, this.#mac(topic, message.subarray(macEnd + 1)));
    const header = isOurs ? fitting(HEADER, jsonFitting(jsonObject, message.subarray(macEnd + 1, headerEnd).toString())) : undefined;
    if (!header) return failed('forged');
    const refusal = this.#judge(header);
    return refusal === undefined ? done({ from: header.from, payload: message.subarray(headerEnd + 1) }) : failed(refusal);
  }

  #judge(header: Header): MessageFault | undefined {
    const { from, life, asks, answers } = header;
    const known = this.#known.get(from);
    if (known?.life === life) {
      if (!isNew(known, header.number)) return 'old';
      this.#answers.known(from, asks);
      return undefined;
    }
    const first = this.#asked - this.#questions.length;
    const isAnswer = this.#questions.some((question, i) => first + i >= (known?.since ?? 0) && answers.includes(question));
    if (!isAnswer) {
      this.#answers.unknown(asks);
      return 'unanswered';
    }
    this.#believe(header);
    return undefined;
  }

  /** A new life of a sender. What its earlier lives said cannot answer the question that is asked from now on. */
  #believe({ from, life, number: newest, asks }: Header): void {
    this.#known.delete(from);
    this.#known.set(from, { life, newest, seen: new Set([newest]), since: this.#asked });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_SENDERS && oldest !== undefined) this.#known.delete(oldest);
    this.#questions = [...this.#questions, token()].slice(-MOST_QUESTIONS);
    this.#asked += 1;
    this.#answers.known(from, asks);
  }

  #mac(topic: string, text: string | Buffer): Buffer {
    return createHmac('sha256', this.#key).update(`${topic}\n`).update(text).digest();
  }
}

/** Where the first two lines end; -1 for one that does not. */
function linesOf(message: Buffer): readonly [number, number] {
  const first = message.indexOf(0x0a);
  return [first, first < 0 ? -1 : message.indexOf(0x0a, first + 1)];
}

/** Whether a message with that number has not come before; it has now. */
function isNew(known: Known, count: number): boolean {
  if (count <= known.newest - WINDOW || known.seen.has(count)) return false;
  known.newest = Math.max(known.newest, count);
  known.seen.add(count);
  if (known.seen.size > 2 * WINDOW) for (const each of known.seen) if (each <= known.newest - WINDOW) known.seen.delete(each);
  return true;
}
