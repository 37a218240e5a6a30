import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { RateLimiter } from '../../shared/async/rate-limiter.ts';
import { dnsAnswer } from './dns-answer.ts';
import type { TypedNetwork } from './form.ts';
import { LONGEST_FORM, typedIn } from './form.ts';
import { farewellPage, formPage, saidOf } from './setup-page.ts';
import type { SetupLanguage } from './setup-words.ts';
import { countryGuess, setupLanguage } from './setup-words.ts';

/** Milliseconds in which a request has to be there. */
const REQUEST_LIMIT = 10_000;
const MOST_CONNECTIONS = 32;
const SECOND = ms(1000);
const MINUTE = ms(60_000);
const [POSTS, PAGES, QUESTIONS] = [
  { most: 6, span: MINUTE },
  { most: 50, span: SECOND },
  { most: 200, span: SECOND },
];

export type SetupServerParts = {
  /** The IPv4 address of the box in its hotspot. Nothing is bound to any other. */
  readonly address: string;
  /** Ports to listen on; 0: any free one. */
  readonly http: number;
  readonly dns: number;
  /** Where visitors see the page: what everything else redirects to. */
  readonly url: string;
  /** Where the box's own page is afterwards, such as http://moodbox.local. */
  readonly later: string;
  /** The network that was typed before and could not be reached. */
  readonly failed?: string;
  readonly clock: Clock;
  readonly onUsed: () => void;
  readonly onTyped: (typed: TypedNetwork) => void;
};

/** Where it listens, with the ports that were free. */
export type SetupServer = AsyncDisposable & { readonly http: number; readonly dns: number };

/** Serves the set-up page, and answers every DNS question with this box. Rejects if the address or a port cannot be had. */
export async function openSetupServer(parts: SetupServerParts): Promise<SetupServer> {
  const server = await listening(parts);
  const dns = await answering(parts);
  return {
    http: (server.address() as AddressInfo).port,
    dns: dns.address().port,
    [Symbol.asyncDispose]: async () => {
      dns.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listening(parts: SetupServerParts): Promise<Server> {
  const [posts, pages] = [new RateLimiter(parts.clock, POSTS), new RateLimiter(parts.clock, PAGES)];
  const options = { requestTimeout: REQUEST_LIMIT, headersTimeout: REQUEST_LIMIT, keepAliveTimeout: SECOND, maxHeaderSize: 8192 };
  const server = createServer(options, (req, res) => {
    const reply = pages.take() ? replyTo(req, { ...parts, posts }) : Promise.resolve<Reply>({ status: 429 });
    void reply.then(
      (each) => send(res, each),
      () => res.destroy(), // the visitor went away in the middle of the form
    );
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(parts.http, parts.address);
  await once(server, 'listening');
  return server;
}

/** `location`: where the visitor is led instead of a page. */
type Reply = { readonly status: number; readonly body?: string; readonly location?: string };
type Answering = SetupServerParts & { readonly posts: RateLimiter };

async function replyTo(req: IncomingMessage, parts: Answering): Promise<Reply> {
  const accepted = req.headers['accept-language'];
  const language = setupLanguage(accepted);
  // Phones ask an address of their maker whether they are online: this leads them to the page.
  if (req.headers.host !== new URL(parts.url).host) return { status: 302, location: parts.url };
  parts.onUsed();
  if (req.method === 'POST') return posted(await bodyOf(req), { ...parts, language });
  if (req.method !== 'GET' && req.method !== 'HEAD') return { status: 405 };
  const problem = parts.failed === undefined ? undefined : saidOf(language, 'not_reached', { network: parts.failed });
  const filled = { ssid: parts.failed ?? '', country: countryGuess(accepted) };
  return { status: 200, body: formPage(language, { ...(problem !== undefined && { problem }), filled }) };
}

function posted(body: string | undefined, parts: Answering & { readonly language: SetupLanguage }): Reply {
  const { language, later, onTyped, posts } = parts;
  if (body === undefined) return { status: 413 };
  const fields = new URLSearchParams(body);
  const filled = { ssid: (fields.get('ssid') ?? '').slice(0, 32), country: (fields.get('country') ?? '').slice(0, 2) };
  if (!posts.take()) return { status: 429, body: formPage(language, { problem: saidOf(language, 'too_often'), filled }) };
  const typed = typedIn(body);
  if (!typed.ok) return { status: 400, body: formPage(language, { problem: saidOf(language, typed.why), filled }) };
  onTyped(typed.value);
  return { status: 200, body: farewellPage(language, typed.value.network.ssid, later) };
}

/** The body as text; undefined if it is longer than a form can be. */
async function bodyOf(req: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST_FORM) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

function send(res: ServerResponse, { status, body = '', location }: Reply): void {
  const where = location === undefined ? {} : { location };
  res.writeHead(status, { ...HEADERS, ...where, 'content-length': Buffer.byteLength(body) }).end(body);
}

async function answering({ address, clock, dns }: SetupServerParts) {
  const questions = new RateLimiter(clock, QUESTIONS);
  const socket = createSocket('udp4');
  socket.on('message', (question, { address: to, port }) => {
    const reply = questions.take() ? dnsAnswer(question, address) : undefined;
    if (reply) socket.send(reply, port, to, () => undefined); // whoever asked may be gone
  });
  socket.bind(dns, address);
  await once(socket, 'listening');
  socket.on('error', () => undefined);
  return socket;
}
