import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

const HOST = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+?)\.?)(?::\d{1,5})?$/i;

/** Whether a Host header may be put into an address that we give back: a name or an IP address, perhaps with a port, and nothing else. */
export const isPlainHost = (host: string): boolean => /^[\w.:[\]-]{1,255}$/.test(host);

/** Names that no public name server resolves, so that nobody outside can point one of them at this box. */
const PRIVATE = /^localhost$|\.(?:localhost|local|lan|internal|home\.arpa)$/;

/**
 * Guards against DNS rebinding: if a hostile page's own name suddenly resolves to this box, the browser takes the two for one origin, but
 * requests still carry that name. Allowed are IP addresses, private names, and `names` (those of the machine and its owner).
 */
export function isOwnHost(host: string | undefined, names: readonly string[]): boolean {
  const [, v6, name] = HOST.exec(host ?? '') ?? [];
  if (v6 !== undefined) return isIP(v6) === 6;
  if (name === undefined) return false;
  const wanted = name.toLowerCase();
  return isIP(wanted) === 4 || PRIVATE.test(wanted) || names.some((each) => each.toLowerCase() === wanted);
}

/**
 * Guards against requests that other web pages make from a visitor's browser. Programs send neither header and pass; `none` means that a
 * person typed the address.
 */
export function isSameOrigin({ host, origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase());
}

/**
 * Only JSON may carry a command: a plain HTML form cannot send it, and a script of another page would need a permission (CORS) that it
 * never gets.
 */
export const isJson = (contentType: string | undefined): boolean => /^application\/json\s*(?:;|$)/i.test(contentType ?? '');
