import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

const HOST = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+?)\.?)(?::\d{1,5})?$/i;

/** Names that no public name server hands out, so that nobody far away can point one of them at this box. */
const PRIVATE = /^localhost$|\.(?:localhost|local|lan|internal|home\.arpa)$/;

/**
 * Guards against DNS rebinding: a hostile page whose own name suddenly leads to this box is "same origin" to the browser, but its
 * requests still carry that name. Good are addresses, private names, and `names` (what the machine and its owner call it).
 */
export function isOwnHost(host: string | undefined, names: readonly string[]): boolean {
  const [, v6, name] = HOST.exec(host ?? '') ?? [];
  if (v6 !== undefined) return isIP(v6) === 6;
  if (name === undefined) return false;
  const asked = name.toLowerCase();
  return isIP(asked) === 4 || PRIVATE.test(asked) || names.some((each) => each.toLowerCase() === asked);
}

/**
 * Guards against requests that other web pages make in a visitor's browser. Programs send neither header and pass;
 * `none` is a person who typed the address.
 */
export function isSameOrigin({ host, origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase());
}

/** Only JSON may carry a command: a plain HTML form cannot send it, and a script elsewhere would need leave that is never given. */
export const isJson = (contentType: string | undefined): boolean => /^application\/json\s*(?:;|$)/i.test(contentType ?? '');
