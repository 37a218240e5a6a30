import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { MemoryStore } from 'express-rate-limit';
import type { WebConfig } from '../config/schema.ts';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { FixableError } from '../shared/fixable-error.ts';
import type { Log } from '../shared/log.ts';
import { appOf } from './app.ts';
import { Live, MOST_LISTENERS } from './live.ts';
import type { Box } from './port.ts';

/** The running web server. Disposing ends its live streams and frees the port, within about a second. */
export interface WebServer extends AsyncDisposable {
  /** The page's address, without a slash at the end. For a server on all addresses it is one that the network can reach. */
  readonly url: string;
}

/** Milliseconds. A client that takes longer to send its request is not a browser. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 5_000 };
const GRACE = ms(1000);

/** The web server cannot start; the message says why and what to do. */
export class WebError extends FixableError {}

/** Starts the web server. Throws `WebError` if the port is taken or the address is not one of this machine. */
export async function openWeb(config: WebConfig, box: Box, { clock, log }: { clock: Clock; log: Log }): Promise<WebServer> {
  const server = await listen(config);
  const live = new Live(box, clock);
  const counts = new MemoryStore();
  server.on('request', appOf({ box, live, log, counts, names: [config.host, hostname()] }));
  server.on('error', (err) => log.error({ err }, 'web.failed'));
  const url = urlOf(config.host, (server.address() as AddressInfo).port);
  log.info({ url }, 'web.opened');
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await live[Symbol.asyncDispose]();
    counts.shutdown();
    await closeServer(server, clock);
    log.info({}, 'web.closed');
  };
  return {
    url,
    [Symbol.asyncDispose]: () => {
      closed ??= close();
      return closed;
    },
  };
}

async function listen({ host, port }: WebConfig): Promise<Server> {
  const server = createServer(TIMEOUTS);
  server.maxConnections = 4 * MOST_LISTENERS;
  try {
    server.listen({ host, port });
    await once(server, 'listening');
    return server;
  } catch (err) {
    throw new WebError(`the page cannot open: ${failureReason((err as NodeJS.ErrnoException).code, host, port)}`, { cause: err });
  }
}

function failureReason(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `port ${port} of ${host} is in use; stop the other program, or set web.port (0 takes a free one)`;
  if (code === 'EACCES') return `port ${port} needs more rights; set web.port to 1024 or above`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is not an address of this machine; set web.host to 127.0.0.1, or to 0.0.0.0 for the whole network`;
  }
  return `${code ?? 'the system gave no reason'}; look at web.host (${host}) and web.port (${port})`;
}

/** Lets running responses finish, but no client can hold the port for longer than `GRACE`. */
async function closeServer(server: Server, clock: Clock): Promise<void> {
  const done = new AbortController();
  const closed = once(server, 'close');
  server.close();
  const grace = clock.sleep(GRACE, done.signal).then(
    () => server.closeAllConnections(),
    () => undefined,
  );
  await closed;
  done.abort();
  await grace;
}

function urlOf(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? (networkAddress() ?? '127.0.0.1') : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

const networkAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
