import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import type { HostPort } from '../config/places.ts';
import { placeOf } from '../config/places.ts';
import type { Log } from '../shared/log.ts';
import type { NamesAround } from './names-around.ts';
import { foundBefore, PUBLIC_NAMES, reachable } from './names-around.ts';

/** Connections at a time; a player has two. */
const MOST_CONNECTIONS = 32;
const CONNECT_LIMIT_MS = 10_000;

/**
 * A proxy on loopback that reaches only some addresses, by default the public ones. mpv goes through it to what a playlist of the library
 * names, or somebody asks for: each name is looked up here and the connection made to the addresses that were found, so neither a redirect,
 * nor a list that a station answers with, nor a name that changes its address leads anywhere else.
 */
export class PublicGate implements AsyncDisposable {
  readonly #log: Log;
  readonly #around: NamesAround;
  readonly #server: Server;
  readonly #open = new Set<Duplex>();
  #listening: Promise<string> | undefined;
  #refused: string | undefined;

  constructor(log: Log, around: NamesAround = PUBLIC_NAMES) {
    this.#log = log;
    this.#around = around;
    this.#server = createServer();
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#server.on('connection', (socket: Socket) => this.#keep(socket));
    this.#server.on('request', (asked) => void this.#pass(asked, asked.socket, () => requestHead(asked)));
    this.#server.on('connect', (asked: IncomingMessage, socket: Duplex) => void this.#pass(asked, socket, () => undefined));
    this.#server.on('clientError', (_, socket) => socket.destroy());
  }

  /** The address for mpv. The gate opens when it is first asked for. */
  address(): Promise<string> {
    this.#listening ??= new Promise((resolve, reject) => {
      this.#server.once('error', reject).listen(0, '127.0.0.1', () => {
        this.#server.unref();
        resolve(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
      });
    });
    return this.#listening;
  }

  /** The last host that was refused since this was last asked, if any. */
  takeRefused(): string | undefined {
    const refused = this.#refused;
    this.#refused = undefined;
    return refused;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    for (const each of this.#open) each.destroy();
  }

  #keep(stream: Duplex): void {
    this.#open.add(stream);
    stream.on('error', () => undefined).once('close', () => this.#open.delete(stream));
  }

  /** Connects one request to where it wants. `head` is what the other end is told first; without it the connection is a tunnel. */
  async #pass(asked: IncomingMessage, socket: Duplex, head: () => string | undefined): Promise<void> {
    const place = placeIn(asked);
    const addresses = place && (await this.#addressesOf(place));
    if (!place || !addresses) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    if (socket.destroyed) return; // mpv did not wait for the name to be found
    const there = connect({ ...place, lookup: foundBefore(addresses) });
    this.#keep(there);
    there.setTimeout(CONNECT_LIMIT_MS, () => there.destroy()).once('connect', () => join(socket, there.setTimeout(0), head()));
    there.once('close', () => socket.end());
    socket.once('close', () => there.destroy());
  }

  /** Whether this http(s) address leads only to addresses that may be reached. Says no to those that cannot be found. */
  async isAllowed(address: string): Promise<boolean> {
    return (await this.#addressesOf(placeOf(new URL(address)))) !== undefined;
  }

  /** The addresses of a place that may all be reached; undefined if one may not, or if there are none. */
  async #addressesOf(place: HostPort): Promise<readonly string[] | undefined> {
    const found = await reachable(place, this.#around);
    if (found.ok) return found.value;
    if (found.why === undefined) return undefined;
    this.#refused = place.host;
    this.#log.warn({ host: place.host, address: found.why }, 'player.private_address_refused');
    return undefined;
  }
}

/** Where a request wants to go: `CONNECT host:port`, or an absolute http address. */
function placeIn({ method, url = '' }: IncomingMessage): HostPort | undefined {
  const address = method === 'CONNECT' ? `https://${url}` : url;
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
  return placeOf(new URL(address));
}

/** From here on, both ends talk to each other. Answers go back as they are: many stations speak something that is only nearly HTTP. */
function join(socket: Duplex, there: Duplex, head: string | undefined): void {
  pipeline(there, socket, () => undefined);
  if (head !== undefined) return void there.write(head);
  socket.write('HTTP/1.1 200 Connected\r\n\r\n');
  pipeline(socket, there, () => undefined);
}

/** The request as the station itself gets it, one for each connection. */
function requestHead({ method, url = '/', rawHeaders }: IncomingMessage): string {
  const { pathname, search } = new URL(url);
  const pairs = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : []));
  const kept = pairs.filter(([name]) => !/^(proxy-.*|connection|keep-alive)$/i.test(name));
  return [`${method} ${pathname}${search} HTTP/1.1`, ...kept.map(([name, value]) => `${name}: ${value}`), 'Connection: close', '', ''].join(
    '\r\n',
  );
}
