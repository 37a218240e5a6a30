import { createHash, randomBytes } from 'node:crypto';
import type { Challenge } from './challenge.ts';
import type { Login } from './login.ts';

/** The algorithms of RFC 7616 that cameras ask for, strongest first, and Node's names for them. */
const ALGORITHMS = [
  ['SHA-512-256', 'sha512-256'],
  ['SHA-256', 'sha256'],
  ['MD5', 'md5'],
] as const;

/** One request of a series with the same nonce: `count` is 1 for the first. `cnonce` is for tests. */
export type DigestRequest = { readonly method: string; readonly path: string; readonly count: number; readonly cnonce?: string };

/** How much is thought of a challenge: the strongest one that can be answered has the highest rank; undefined if it cannot be answered. */
export function digestRank({ scheme, parameters }: Challenge): number | undefined {
  const found = ALGORITHMS.findIndex(([name]) => name === baseOf(parameters.get('algorithm')));
  const qop = parameters.get('qop');
  const isAnswerable = scheme === 'digest' && parameters.has('nonce') && (qop === undefined || qop === '' || hasAuth(qop));
  return isAnswerable && found >= 0 ? ALGORITHMS.length - found : undefined;
}

/** The Authorization header that answers a Digest challenge (RFC 7616 §3.4; RFC 2069 if the camera names no qop). */
export function digest({ parameters }: Challenge, login: Login, { method, path, count, cnonce = freshNonce() }: DigestRequest): string {
  const algorithm = parameters.get('algorithm');
  const hash = hashOf(algorithm);
  const [realm = '', nonce = '', qop = ''] = ['realm', 'nonce', 'qop'].map((name) => parameters.get(name));
  const secret = hash(`${login.user}:${realm}:${login.password}`);
  const isSession = /-sess$/i.test(algorithm ?? '');
  const who = isSession ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const what = hash(`${method}:${path}`);
  const nc = count.toString(16).padStart(8, '0');
  const response = hash(hasAuth(qop) ? `${who}:${nonce}:${nc}:${cnonce}:auth:${what}` : `${who}:${nonce}:${what}`);
  const user = parameters.get('userhash')?.toLowerCase() === 'true' ? hash(`${login.user}:${realm}`) : login.user;
  return headerOf({
    ...{ user, realm, nonce, path, response, algorithm, opaque: parameters.get('opaque') },
    ...(user !== login.user && { userhash: 'true' }),
    ...(hasAuth(qop) && { nc }),
    ...((hasAuth(qop) || isSession) && { cnonce }),
  });
}

type Fields = Readonly<Record<'user' | 'realm' | 'nonce' | 'path' | 'response', string>> &
  Readonly<Partial<Record<'algorithm' | 'opaque' | 'userhash' | 'nc' | 'cnonce', string | undefined>>>;

/** Quotes where the RFC wants them: some cameras understand the header in no other form. */
function headerOf({ user, realm, nonce, path, response, algorithm, opaque, userhash, nc, cnonce }: Fields): string {
  const fields = [
    `username=${quoted(user)}`,
    `realm=${quoted(realm)}`,
    `uri=${quoted(path)}`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    `nonce=${quoted(nonce)}`,
    ...(nc === undefined ? [] : [`nc=${nc}`]),
    ...(cnonce === undefined ? [] : [`cnonce=${quoted(cnonce)}`]),
    ...(nc === undefined ? [] : ['qop=auth']),
    `response=${quoted(response)}`,
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
    ...(userhash === undefined ? [] : [`userhash=${userhash}`]),
  ];
  return `Digest ${fields.join(', ')}`;
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
const freshNonce = (): string => randomBytes(12).toString('hex');
const hasAuth = (qop: string): boolean => qop.split(',').some((word) => word.trim().toLowerCase() === 'auth');
const baseOf = (algorithm = 'MD5'): string => algorithm.toUpperCase().replace(/-SESS$/, '');

function hashOf(algorithm: string | undefined): (text: string) => string {
  const name = ALGORITHMS.find(([each]) => each === baseOf(algorithm))?.[1] ?? 'md5';
  return (text) => createHash(name).update(text, 'utf8').digest('hex');
}
