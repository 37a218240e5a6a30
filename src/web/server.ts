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
import type { Origins } from './limits/address.ts';
import { DIRECT } from './limits/address.ts';
import { keepGate } from './limits/gate.ts';
import { HEADERS, LIMITS, TIMES } from './limits/numbers.ts';
import { Visitors } from './limits/visitors.ts';
import { Live } from './live.ts';
import type { BoxClient } from './port.ts';

/** The running HTTP server. Disposing ends its live streams and frees the port, within about a second. */
export interface HttpServer extends AsyncDisposable {
  readonly port: number;
}

const GRACE = ms(1000);

export type ServerWorld = {
  readonly clock: Clock;
  readonly log: Log;
  /** Where requests come from. Default: every visitor speaks for itself. */
  readonly origins?: Origins;
};

/** Starts the HTTP server in this process. Rejects with the error of `listen`. */
export async function serve(config: WebConfig, box: BoxClient, { clock, log, origins = DIRECT }: ServerWorld): Promise<HttpServer> {
  const server = createServer({ ...TIMES, maxHeaderSize: HEADERS.bytes });
  await listen(server, config);
  const live = new Live(box, { clock, log });
  const counts = new MemoryStore();
  const app = appOf({ box, live, log, counts, origins, names: [config.host, hostname()] });
  keepGate(server, app, { visitors: new Visitors(LIMITS, clock), origins, clock });
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

async function listen(server: Server, { host, port }: WebConfig): Promise<void> {
  server.listen({ host, port });
  await once(server, 'listening');
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
