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
  let charset: 'utf8' | 'latin1' = 'utf8';
  let count = 0;
  return {
    sign: (path) => {
      if (!asked) return basic(login, charset);
      count += 1;
      return digest(asked, login, { method: 'GET', path, count });
    },
    heed: (headers) => {
      const challenges = challengesIn(headers);
      const best = strongest(challenges);
      if (best) {
        // Whatever was accepted before had the right password: some cameras forget a nonce, or take it only once, and do not call it stale.
        if (asked && !isStale(best) && count < 2) return 'wrong';
        [asked, count] = [best, 0];
        return 'again';
      }
      const namesBasic = challenges.some(({ scheme }) => scheme === 'basic');
      if (!namesBasic && challenges.length > 0) return { unknown: nameOf(challenges[0]) };
      if (asked && !namesBasic) return 'wrong'; // Nobody asked for the password in the clear.
      const isNext = asked !== undefined || (charset === 'utf8' && canBeLatin1(login));
      charset = isNext && asked === undefined ? 'latin1' : 'utf8';
      asked = undefined;
      return isNext ? 'again' : 'wrong';
    },
  };
}

/** Such as `digest MD5 auth-int`. */
const nameOf = (challenge: Challenge | undefined): string =>
  [challenge?.scheme, challenge?.parameters.get('algorithm'), challenge?.parameters.get('qop')]
    .filter((word) => word !== undefined)
    .join(' ');

/** RFC 7617 says UTF-8 only where the camera asks for it; cameras of before know Latin-1. */
const basic = ({ user, password }: Login, charset: 'utf8' | 'latin1'): string =>
  `Basic ${Buffer.from(`${user}:${password}`, charset).toString('base64')}`;

/** Whether Latin-1 can write it, and writes it differently. */
const canBeLatin1 = ({ user, password }: Login): boolean => /^[\0-\xff]*[\x80-\xff][\0-\xff]*$/.test(`${user}${password}`);

const strongest = (challenges: readonly Challenge[]): Challenge | undefined =>
  challenges
    .map((challenge) => ({ challenge, rank: digestRank(challenge) ?? 0 }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)[0]?.challenge;

/** The nonce has run out; the password was right (RFC 7616 §3.3). */
const isStale = ({ parameters }: Challenge): boolean => parameters.get('stale')?.toLowerCase() === 'true';
