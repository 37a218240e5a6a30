import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { MemoryStore } from 'express-rate-limit';
import type { WebConfig } from '../config/schema.ts';
import { ms } from '../domain/units.ts';
import { anyOf } from '../shared/address-list.ts';
import type { Clock } from '../shared/async/clock.ts';
import { today } from '../shared/async/clock.ts';
import type { Log } from '../shared/log.ts';
import { Access } from './access/access.ts';
import type { House } from './access/standing.ts';
import { appOf } from './app.ts';
import type { Origins } from './limits/address.ts';
import { plainAddress } from './limits/address.ts';
import { keepGate } from './limits/gate.ts';
import { HEADERS, LIMITS, TIMES } from './limits/numbers.ts';
import { Visitors } from './limits/visitors.ts';
import { Live } from './live.ts';
import { openMetrics } from './metrics.ts';
import { isExposed, pageUrl } from './page-url.ts';
import type { BoxClient } from './port.ts';
import { identityVersion, loadIdentity } from './tls/identity.ts';
import { followRenewal } from './tls/renewal.ts';
import { secureServer } from './tls/secure-server.ts';
import { UpdateUpload } from './update-upload.ts';

/** The running HTTP server. Disposing ends its live streams and frees the port, within about a second. */
export interface HttpServer extends AsyncDisposable {
  readonly port: number;
  /** The code that sets the first PIN; undefined once there is one. */
  readonly setupCode: string | undefined;
}

const GRACE = ms(1000);
const OPTIONS = { ...TIMES, maxHeaderSize: HEADERS.bytes };

/** `stateDir`: where the PINs and the sessions are kept. `again`: this process takes the place of one that ended by itself. */
export type ServerWorld = { readonly clock: Clock; readonly log: Log; readonly stateDir: string; readonly again?: boolean };

/**
 * Starts the server in this process, over TLS if there is a certificate. Rejects with the error of `listen`, and with a `FixableError` if
 * the certificate or the file of the PINs cannot be used.
 */
export async function serve(config: WebConfig, box: BoxClient, world: ServerWorld): Promise<HttpServer> {
  const { clock, log } = world;
  const isProxy = anyOf(config.proxies);
  const access = await Access.open({ ...world, today, house: houseOf(config), isProxy });
  const origins = originsOf(access, isProxy);
  const tls = config.cert === '' ? undefined : await openTls(config, world);
  const server = tls?.server ?? createServer(OPTIONS);
  await listen(server, config);
  const { port } = server.address() as AddressInfo;
  const live = new Live(box, { clock, log });
  const counts = new MemoryStore();
  const names = [config.host, hostname(), ...(tls?.names ?? [])];
  const settings = {
    house: houseOf(config),
    cameraOn: config.camera_on,
    url: () => pageUrl(config, port),
    frameAncestors: config.frame_ancestors,
  };
  // Whoever was looking at the live picture may not be an owner any more.
  const onOwnerLeft = ({ address }: { readonly address: string }): void => {
    box.ask('POST /api/preview', { on: false }, { level: 'owner', address }).catch((err) => log.warn({ err }, 'web.preview_not_ended'));
  };
  const metrics = config.metrics ? await openMetrics(box, clock) : undefined;
  const upload = new UpdateUpload(world);
  const app = appOf({ box, live, upload, log, metrics, counts, origins, names, access, onOwnerLeft, ...settings });
  keepGate(server, app, { visitors: new Visitors(LIMITS, clock), origins, clock });
  server.on('error', (err) => log.error({ err }, 'web.failed'));
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await live[Symbol.asyncDispose]();
    counts.shutdown();
    tls?.stop.abort();
    await closeServer(server, clock);
  };
  return {
    port,
    setupCode: access.setupCode,
    [Symbol.asyncDispose]: () => {
      closed ??= close();
      return closed;
    },
  };
}

const houseOf = ({ guests, host, proxies }: WebConfig): House => ({ exposed: isExposed({ host, proxies }), guests });

/** Visitors as the named proxies tell them. */
const originsOf = (access: Access, isProxy: (address: string) => boolean): Origins => ({
  addressOf: (req) => access.visitorOf(req).address,
  isProxy: (address) => isProxy(plainAddress(address ?? '')),
});

/** A server with the certificate of the configuration, which it renews by itself until `stop` is aborted. */
async function openTls(config: WebConfig, { clock, log }: ServerWorld) {
  const version = await identityVersion(config);
  const identity = await loadIdentity(config);
  for (const remark of identity.remarks) log.warn({ remark }, 'web.certificate');
  const server = secureServer(identity, OPTIONS);
  const stop = new AbortController();
  void followRenewal(server, config, { clock, log, version }, stop.signal);
  return { server, stop, names: identity.names };
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
