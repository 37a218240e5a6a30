import { createHash, randomBytes } from 'node:crypto';
import type { SubsonicConfig } from '../../config/schema.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { machineAuthorities } from '../../shared/authorities.ts';
import { pemFault, readNamed, readSecret } from '../../shared/named-file.ts';
import type { ServerFault } from './fault.ts';

/** How a request logs in: with a token, or with the password itself, which a server needs that keeps only a hash of it. */
export type ProofKind = 'token' | 'password';

/** What a request needs besides its address. `authorities`: the certificates to check an https server against. */
export type Credentials = { readonly login: Login; readonly authorities: Buffer | undefined };

/** Reads what the configuration names. The failure is a sentence about a file. */
export function credentialsOf({ ca, password, password_file, username }: SubsonicConfig): Result<Credentials, string> {
  try {
    const secret = password_file === '' ? password : readSecret(password_file, failureOf('password_file'), 'password');
    const authorities = ca === '' ? machineAuthorities() : certificates(ca);
    return done({ login: new Login(username, secret), authorities });
  } catch (err) {
    return failed((err as Error).message);
  }
}

const failureOf =
  (key: string) =>
  (sentence: string, cause?: unknown): Error =>
    new Error(`subsonic.${key}: ${sentence}`, { cause });

function certificates(path: string): Buffer {
  const content = readNamed(path, failureOf('ca'));
  const fault = pemFault(path, content);
  if (fault !== undefined) throw new Error(`subsonic.ca: ${fault}`);
  return content;
}

/**
 * The login as settings of an address. A token with its salt works like the password and never expires, so each start has a salt of its
 * own.
 */
class Login {
  readonly #username: string;
  readonly #password: string;
  readonly #salt = randomBytes(9).toString('hex');

  constructor(username: string, password: string) {
    this.#username = username;
    this.#password = password;
  }

  settings(proof: ProofKind): Readonly<Record<string, string>> {
    const about = { u: this.#username, c: 'moodbox', f: 'json' };
    if (proof === 'password') return { ...about, v: '1.12.0', p: `enc:${Buffer.from(this.#password, 'utf8').toString('hex')}` };
    const t = createHash('md5').update(`${this.#password}${this.#salt}`, 'utf8').digest('hex');
    return { ...about, v: '1.13.0', t, s: this.#salt };
  }
}

/** supysonic misses its own parameter `p` (10); others refuse tokens to some users (41), or to all (42). */
export const takesNoToken = ({ code }: ServerFault): boolean => code === 10 || code === 41 || code === 42;

/** Whether the password itself may be sent: nobody can listen in, or the owner says that this is all right. */
export function mayTellPassword({ plain_password, url }: SubsonicConfig): boolean {
  const { hostname, protocol } = new URL(url);
  return plain_password || protocol === 'https:' || /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

export const TOLD_BY_PASSWORD =
  'it takes no tokens, only the password itself: use https, or set subsonic.plain_password if everybody in your network may read it';
