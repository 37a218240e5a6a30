import type { WebConfig } from '../config/schema.ts';
import { FixableError } from '../shared/fixable-error.ts';
import { LocalBox } from './local-box.ts';
import { isExposed, pageUrl } from './page-url.ts';
import type { Box } from './port.ts';
import type { PageWorld } from './process/page-process.ts';
import { CannotListen } from './process/page-process.ts';
import { PageService } from './process/page-service.ts';

/** The running web server. Disposing ends its live streams and frees the port, within about a second. */
export interface WebServer extends AsyncDisposable {
  /** The page's address, without a slash at the end. For a server on all addresses it is one that the network can reach. */
  readonly url: string;
  /** The code that sets the first PIN; undefined if there is a PIN, or if nobody but this machine can open the page. */
  readonly setupCode?: string;
}

/** The web server cannot start; the message says why and what to do. */
export class WebError extends FixableError {}

/**
 * Starts the web server, in a process of its own that is started again whenever it ends. Throws `WebError` if the port is taken or the
 * address is not one of this machine.
 */
export async function openWeb(config: WebConfig, box: Box, world: PageWorld): Promise<WebServer> {
  const { clock, log } = world;
  const local = new LocalBox(box, clock);
  const service = new PageService(config, local, world);
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await service[Symbol.asyncDispose]();
    local[Symbol.dispose]();
    log.info({}, 'web.closed');
  };
  try {
    const { port, setup } = await service.opened;
    const url = pageUrl(config, port);
    log.info({ url }, 'web.opened');
    const code = setup !== null && isExposed(config) ? setup : undefined;
    if (code !== undefined) log.warn({ code, url, todo: 'open the page and set a PIN with this code' }, 'web.setup_code');
    return {
      url,
      ...(code !== undefined && { setupCode: code }),
      [Symbol.asyncDispose]: () => {
        closed ??= close();
        return closed;
      },
    };
  } catch (err) {
    await service[Symbol.asyncDispose]();
    local[Symbol.dispose]();
    if (!(err instanceof CannotListen)) throw err;
    throw new WebError(`the page cannot open: ${err.why ?? failureReason(err.code, config.host, config.port)}`, { cause: err });
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
