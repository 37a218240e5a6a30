import type { WebConfig } from '../config/schema.ts';
import { FixableError } from '../shared/fixable-error.ts';
import type { Log } from '../shared/log.ts';
import { LocalBox } from './local-box.ts';
import { isExposed, pageUrl } from './page-url.ts';
import type { Box } from './port.ts';
import type { PageWorld } from './process/page-process.ts';
import { CannotListen } from './process/page-process.ts';
import type { Closed } from './process/page-service.ts';
import { PageService } from './process/page-service.ts';
import type { Opened } from './process/wire.ts';

/** The running web server. Disposing ends its live streams and frees the port, within about a second. */
export interface WebServer extends AsyncDisposable {
  /** The page's address, without a slash at the end. For a server on all addresses it is one that the network can reach. */
  readonly url: string;
  /** The code that sets the first PIN; undefined if there is a PIN, or if nobody but this machine can open the page. */
  readonly setupCode?: string;
  /** Why the page is closed for now, in a sentence; it is tried again. Absent if it opened. */
  readonly problem?: string;
}

/** The web server cannot start; the message says why and what to do. */
export class WebError extends FixableError {}

/**
 * Starts the web server, in a process of its own that is started again whenever it ends. Throws `WebError` if the port is taken or the
 * address is not one of this machine; with a certificate or a file of PINs that cannot be used, the page stays closed until it can.
 */
export async function openWeb(config: WebConfig, box: Box, world: PageWorld): Promise<WebServer> {
  const { clock, log } = world;
  const local = new LocalBox(box, clock);
  const service = new PageService(config, local, world, (opened) => announce(config, opened, log));
  const stop = async (): Promise<void> => {
    await service[Symbol.asyncDispose]();
    local[Symbol.dispose]();
  };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => stop().then(() => log.info({}, 'web.closed'));
  try {
    return {
      ...serverOf(config, await service.started),
      [Symbol.asyncDispose]: () => {
        closed ??= close();
        return closed;
      },
    };
  } catch (err) {
    await stop();
    if (!(err instanceof CannotListen)) throw err;
    throw new WebError(`the page cannot open: ${err.why ?? failureReason(err.code, config.host, config.port)}`, { cause: err });
  }
}

function serverOf(config: WebConfig, how: Opened | Closed): Pick<WebServer, 'url' | 'setupCode' | 'problem'> {
  if ('why' in how) return { url: pageUrl(config, config.port), problem: how.why };
  const code = codeOf(config, how);
  return { url: pageUrl(config, how.port), ...(code !== undefined && { setupCode: code }) };
}

/** The page may open long after the start: the log is where its code can be found then. */
function announce(config: WebConfig, opened: Opened, log: Log): void {
  const url = pageUrl(config, opened.port);
  const code = codeOf(config, opened);
  log.info({ url }, 'web.opened');
  if (code !== undefined) log.warn({ code, url, todo: 'open the page and set a PIN with this code' }, 'web.setup_code');
}

/** The setup code, if others than this machine can open the page. */
const codeOf = (config: WebConfig, { setup }: Opened): string | undefined => (setup !== null && isExposed(config) ? setup : undefined);

function failureReason(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `port ${port} of ${host} is in use; stop the other program, or set web.port (0 takes a free one)`;
  if (code === 'EACCES') return `port ${port} needs more rights; set web.port to 1024 or above`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is not an address of this machine; set web.host to 127.0.0.1, or to 0.0.0.0 for the whole network`;
  }
  return `${code ?? 'the system gave no reason'}; look at web.host (${host}) and web.port (${port})`;
}
