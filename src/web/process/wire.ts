import type { Socket } from 'node:net';
import type { InferOutput } from 'valibot';
import {
  integer,
  ip,
  literal,
  maxLength,
  maxValue,
  minValue,
  nullable,
  number,
  object,
  optional,
  picklist,
  pipe,
  string,
  unknown,
  variant,
} from 'valibot';
import type { WebConfig } from '../../config/schema.ts';
import { LEVELS, STANDINGS } from '../../domain/access.ts';
import { jsonFitting, jsonObject } from '../../shared/json.ts';
import { ENDPOINT_ROUTES } from '../api/endpoints.ts';
import type { EndpointAnswer } from '../port.ts';

/**
 * What the daemon and the page's process say to each other: one JSON value a line, over a pair of sockets that nobody else can open. The
 * page asks and the daemon answers, so that a page that is slow is told nothing that it did not ask for.
 */

/** What the page's process may ask for. */
export const QUESTIONS = ['report', 'change', 'command', 'health', 'endpoint'] as const;
export type Question = (typeof QUESTIONS)[number];

const word = pipe(string(), maxLength(100));
const sentence = pipe(string(), maxLength(1000));
const id = pipe(number(), integer(), minValue(1), maxValue(Number.MAX_SAFE_INTEGER));
const port = pipe(number(), integer(), minValue(1), maxValue(65_535));

/** Checked at the daemon's door: the page's process is the one that strangers talk to. */
const UP = variant('kind', [
  object({ kind: literal('ask'), id, question: picklist(QUESTIONS), with: optional(unknown()) }),
  object({ kind: literal('opened'), port, setup: nullable(word) }),
  /** It cannot listen: the system's code says why, or a sentence. */
  object({ kind: literal('failed'), code: nullable(word), why: nullable(sentence) }),
  object({ kind: literal('log'), level: picklist(['debug', 'info', 'warn', 'error']), event: word, fields: jsonObject }),
  object({ kind: literal('alive') }),
]);
/** From the page's process to the daemon. */
export type Up = InferOutput<typeof UP>;

/** The server listens; `setup` is the code that sets the first PIN, if no PIN has been set yet. */
export type Opened = Extract<Up, { readonly kind: 'opened' }>;
export type NotOpened = Extract<Up, { readonly kind: 'failed' }>;

/** A command with who gave it. */
export const PAGE_COMMAND = object({ command: unknown(), by: object({ level: picklist(LEVELS), address: pipe(string(), ip()) }) });

/** A call of an endpoint with who calls it. */
export const PAGE_CALL = object({
  route: picklist(ENDPOINT_ROUTES),
  input: optional(unknown()),
  by: object({ level: picklist(STANDINGS), address: pipe(string(), ip()) }),
});

/** From the daemon to the page's process. */
export type Down =
  | { readonly kind: 'start'; readonly config: WebConfig; readonly stateDir: string; readonly again: boolean }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  /** The daemon failed to answer; its log says why. */
  | { readonly kind: 'broken'; readonly id: number }
  | { readonly kind: 'stop' };

/** The message in a line from the page's process; undefined if it cannot be read. */
export const readUp = (line: string): Up | undefined => jsonFitting(UP, line);

/** The message in a line from the daemon, which needs no check. */
export const readDown = (line: string): Down => JSON.parse(line) as Down;

/** Sends a message; one to a peer that has gone is dropped. */
export function tell(socket: Socket, message: Up | Down): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls `onLine` for each line of the socket, and `onTooLong` once as soon as a line has more than `most` characters. */
export function readLines(socket: Socket, most: number, onLine: (line: string) => void, onTooLong: () => void): void {
  let rest = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    // A long line comes in many chunks: what has no end yet is not searched again with each of them.
    const [end = '', ...others] = chunk.split('\n');
    const lines = others.length === 0 ? [] : [rest + end, ...others.slice(0, -1)];
    rest = others.at(-1) ?? rest + end;
    if (rest.length > most || lines.some((line) => line.length > most)) {
      socket.removeAllListeners('data');
      rest = '';
      onTooLong();
    } else for (const line of lines) onLine(line);
  });
}

/** An answer of an endpoint as it travels: a file in base64, since lines hold text. */
export type CarriedAnswer =
  | Extract<EndpointAnswer, { readonly kind: 'json' }>
  | { readonly kind: 'file'; readonly base64: string; readonly name?: string };

export const carried = (answer: EndpointAnswer): CarriedAnswer =>
  answer.kind === 'json' ? answer : { ...named(answer), kind: 'file', base64: Buffer.from(answer.bytes).toString('base64') };

export const delivered = (answer: CarriedAnswer): EndpointAnswer =>
  answer.kind === 'json' ? answer : { ...named(answer), kind: 'file', bytes: Buffer.from(answer.base64, 'base64') };

const named = ({ name }: { readonly name?: string }): { readonly name?: string } => (name === undefined ? {} : { name });
