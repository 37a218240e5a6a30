import type { NotFound, RestReason } from '../../domain/music.ts';

/**
 * Why a music server did not answer a question. `foreign`: what answers is no music server. `refused`: it is one, but does not do this.
 * `gone`: it has no such song. `detail` is a clause for people; it never repeats what the server wrote, which may hold a login.
 */
export type ServerFault = {
  readonly why: 'offline' | 'timeout' | 'forbidden' | 'foreign' | 'refused' | 'gone';
  readonly detail: string;
  /** The number of the error, where the server gave one. */
  readonly code?: number;
};

/** What the other sources know of such a fault. */
export const NOT_FOUND_BY: Readonly<Record<ServerFault['why'], NotFound>> = {
  offline: 'offline',
  timeout: 'timeout',
  forbidden: 'blocked',
  foreign: 'broken',
  refused: 'blocked',
  gone: 'no-match',
};

/** Why the server is left alone after such a fault; undefined if it need not be. */
export const RESTS_FOR: Readonly<Record<ServerFault['why'], RestReason | undefined>> = {
  offline: 'offline',
  timeout: 'timeout',
  forbidden: 'forbidden',
  foreign: 'foreign',
  refused: 'forbidden',
  gone: undefined,
};

/** Errors of the protocol, by their number (https://opensubsonic.netlify.app/docs/responses/error). Any other is `refused`. */
const ERRORS: Readonly<Record<number, Omit<ServerFault, 'code'>>> = {
  20: { why: 'foreign', detail: 'it speaks a newer form of the protocol' },
  30: { why: 'foreign', detail: 'it speaks an older form of the protocol' },
  40: { why: 'forbidden', detail: 'it does not know this user name with this password' },
  41: { why: 'forbidden', detail: 'it takes no tokens from this user' },
  42: { why: 'forbidden', detail: 'it does not take this kind of login' },
  43: { why: 'forbidden', detail: 'it does not take this kind of login' },
  44: { why: 'forbidden', detail: 'it does not take this login' },
  50: { why: 'forbidden', detail: 'this user may not do that' },
  60: { why: 'forbidden', detail: 'the trial period of the server is over' },
  70: { why: 'gone', detail: 'it has no such thing' },
};

export const faultOfCode = (code: number): ServerFault => ({
  ...(ERRORS[code] ?? { why: 'refused', detail: `it answers with error ${code}` }),
  code,
});

/** What an HTTP status says where the body says nothing. */
export function faultOfStatus(status: number): ServerFault {
  if (status === 401 || status === 403) return { why: 'forbidden', detail: `it answers ${status}: something before it asks for a login` };
  if (status === 429 || status >= 500) return { why: 'offline', detail: `it answers ${status}` };
  if (status >= 300 && status < 400) return { why: 'foreign', detail: 'it sends us to another address: name that one in subsonic.url' };
  return { why: 'foreign', detail: `it answers ${status}, and not as a music server does` };
}

/** What went wrong before anything came back. Node's messages may repeat the address, so only their codes are told. */
export function faultOfError(err: unknown): ServerFault {
  const code = (err as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/.test(code))
    return { why: 'foreign', detail: `its certificate is not trusted (${code}): name it, or that of its authority, in subsonic.ca` };
  if (code === 'HPE_INVALID_CONSTANT' || code.startsWith('HPE_')) return { why: 'foreign', detail: 'what answers does not speak HTTP' };
  return { why: 'offline', detail: `it cannot be reached (${code || 'the connection broke off'})` };
}

export const SILENT: ServerFault = { why: 'timeout', detail: 'it does not answer in time' };
