import { decodedPart } from '../../shared/address.ts';
import type { Challenge } from './challenge.ts';
import { challengesIn } from './challenge.ts';
import { digest, digestRank } from './digest.ts';

/** A user and a password, as they are meant. */
export type Login = { readonly user: string; readonly password: string };

/**
 * What to make of an answer of 401: ask again, signed anew; the login is wrong; or the camera wants what nobody here speaks, by its name.
 */
export type Verdict = 'again' | 'wrong' | { readonly unknown: string };

/** Signs the requests with one login: as Basic authentication (RFC 7617), or as Digest once the camera has asked for it. */
export type Signer = {
  /** The Authorization header for the next request of this path. */
  readonly sign: (path: string) => string;
  /** Heeds the WWW-Authenticate headers of an answer of 401. */
  readonly heed: (headers: readonly string[]) => Verdict;
};

/** The user and password in an address, if there are any. A `%` that begins no byte stands for itself. */
export const loginOf = ({ username, password }: URL): Login | undefined =>
  username === '' && password === '' ? undefined : { user: decodedPart(username), password: decodedPart(password) };

/** Remembers what the camera asked for, so that later requests are signed at once. */
export function signerFor(login: Login): Signer {
  let asked: Challenge | undefined;
  let count = 0;
  return {
    sign: (path) => {
      if (!asked) return basic(login);
      count += 1;
      return digest(asked, login, { method: 'GET', path, count });
    },
    heed: (headers) => {
      const challenges = challengesIn(headers);
      const best = strongest(challenges);
      if (!best)
        return challenges.length === 0 || challenges.some(({ scheme }) => scheme === 'basic')
          ? 'wrong'
          : { unknown: nameOf(challenges[0]) };
      if (asked && !isStale(best) && (count < 2 || !isOther(best, asked))) return 'wrong';
      [asked, count] = [best, 0];
      return 'again';
    },
  };
}

/** Such as `digest MD5 auth-int`. */
const nameOf = (challenge: Challenge | undefined): string =>
  [challenge?.scheme, challenge?.parameters.get('algorithm'), challenge?.parameters.get('qop')]
    .filter((word) => word !== undefined)
    .join(' ');

const basic = ({ user, password }: Login): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

const strongest = (challenges: readonly Challenge[]): Challenge | undefined =>
  challenges
    .map((challenge) => ({ challenge, rank: digestRank(challenge) ?? 0 }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)[0]?.challenge;

/** The nonce has run out; the password was right (RFC 7616 §3.3). */
const isStale = ({ parameters }: Challenge): boolean => parameters.get('stale')?.toLowerCase() === 'true';

/** Some cameras change the nonce without calling the old one stale. It was accepted before, so that the password is right. */
const isOther = (one: Challenge, other: Challenge): boolean => one.parameters.get('nonce') !== other.parameters.get('nonce');
