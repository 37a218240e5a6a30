import { TOKEN } from './sessions.ts';
import type { Tokens } from './standing.ts';

/** The cookie of somebody who gave a PIN, and that of a guest with the link. They are two, so that a guest link never logs anybody out. */
const NAMES = { session: 'moodbox', guest: 'moodbox-guest' } as const;
export type CookieKind = keyof typeof NAMES;

/** Under `__Host-` a browser takes the cookie over https alone, from this very host and no other of its domain. */
export const cookieName = (kind: CookieKind, secure: boolean): string => `${secure ? '__Host-' : ''}${NAMES[kind]}`;

/** Another program of the same host may plant cookies of our name: they must not hide the right one. */
const MOST_OF_A_NAME = 8;

/** The tokens in a Cookie header. */
export function tokensOf(header: string | undefined, secure: boolean): Tokens {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  const named = (kind: CookieKind): readonly string[] =>
    pairs
      .filter(([name, value = '']) => name === cookieName(kind, secure) && TOKEN.test(value))
      .slice(0, MOST_OF_A_NAME)
      .map(([, value = '']) => value);
  return { session: named('session'), guest: named('guest') };
}
