import { networkInterfaces } from 'node:os';
import type { WebConfig } from '../config/schema.ts';
import type { Clock } from '../shared/async/clock.ts';
import { FixableError } from '../shared/fixable-error.ts';
import type { Log } from '../shared/log.ts';
import { LocalBox } from './local-box.ts';
import type { Box } from './port.ts';
import { CannotListen } from './process/page-process.ts';
import { PageService } from './process/page-service.ts';

/** The running web server. Disposing ends its live streams and frees the port, within about a second. */
export interface WebServer extends AsyncDisposable {
  /** The page's address, without a slash at the end. For a server on all addresses it is one that the network can reach. */
  readonly url: string;
}

/** The web server cannot start; the message says why and what to do. */
export class WebError extends FixableError {}

/**
 * Starts the web server, in a process of its own that is started again whenever it ends. Throws `WebError` if the port is taken or the
 * address is not one of this machine.
 */
export async function openWeb(config: WebConfig, box: Box, { clock, log }: { clock: Clock; log: Log }): Promise<WebServer> {
  const local = new LocalBox(box, clock);
  const service = new PageService(config, local, { clock, log });
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await service[Symbol.asyncDispose]();
    local[Symbol.dispose]();
    log.info({}, 'web.closed');
  };
  try {
    const url = urlOf(config.host, await service.opened);
    log.info({ url }, 'web.opened');
    return {
      url,
      [Symbol.asyncDispose]: () => {
        closed ??= close();
        return closed;
      },
    };
  } catch (err) {
    await service[Symbol.asyncDispose]();
    local[Symbol.dispose]();
    if (!(err instanceof CannotListen)) throw err;
    throw new WebError(`the page cannot open: ${failureReason(err.code, config.host, config.port)}`, { cause: err });
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

function urlOf(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? (networkAddress() ?? '127.0.0.1') : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

const networkAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
