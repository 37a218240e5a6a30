import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { MemoryStore } from 'express-rate-limit';
import type { WebConfig } from '../config/schema.ts';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { Log } from '../shared/log.ts';
import { appOf } from './app.ts';
import { Live, MOST_LISTENERS } from './live.ts';
import type { BoxClient } from './port.ts';

/** The running HTTP server. Disposing ends its live streams and frees the port, within about a second. */
export interface HttpServer extends AsyncDisposable {
  readonly port: number;
}

/** Milliseconds. A client that takes longer to send its request is not a browser. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 5_000 };
const GRACE = ms(1000);

/** Starts the HTTP server in this process. Rejects with the error of `listen`. */
export async function serve(config: WebConfig, box: BoxClient, { clock, log }: { clock: Clock; log: Log }): Promise<HttpServer> {
  const server = await listen(config);
  const live = new Live(box, { clock, log });
  const counts = new MemoryStore();
  server.on('request', appOf({ box, live, log, counts, names: [config.host, hostname()] }));
  server.on('error', (err) => log.error({ err }, 'web.failed'));
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await live[Symbol.asyncDispose]();
    counts.shutdown();
    await closeServer(server, clock);
  };
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => {
      closed ??= close();
      return closed;
    },
  };
}

async function listen({ host, port }: WebConfig): Promise<Server> {
  const server = createServer(TIMEOUTS);
  server.maxConnections = 4 * MOST_LISTENERS;
  server.listen({ host, port });
  await once(server, 'listening');
  return server;
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
