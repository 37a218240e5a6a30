import type { Standing } from '../../domain/access.ts';
import type { Moment } from '../../domain/units.ts';
import { sameText } from './pins.ts';
import type { PageSession } from './sessions.ts';
import { hashOfToken, sessionOf } from './sessions.ts';
import type { KeptAccess } from './store.ts';
import type { Visitor } from './visitor.ts';

/** What a request brings along: the tokens of its cookies, each perhaps several times. */
export type Tokens = { readonly session: readonly string[]; readonly guest: readonly string[] };

/** What the configuration says of visitors. `exposed`: others than this machine can reach the page. */
export type House = { readonly exposed: boolean; readonly guests: 'open' | 'link' | 'off' };

/** What is kept, and the token of the browser on the box's own screen. */
type Known = KeptAccess & { readonly screen?: string | undefined };

/** A visitor with what that person may do, and the session that it rests on, if it is one. */
export type Caller = Visitor & { readonly standing: Standing; readonly session?: PageSession };

/**
 * What a visitor may do. Programs on this machine may do everything, until the page is open to others and has a PIN: from then on being on
 * this machine proves nothing, because a proxy or a tunnel may be on it too.
 */
export function callerOf(visitor: Visitor, tokens: Tokens, kept: Known, house: House, now: Moment): Caller {
  const hasPin = kept.owner !== undefined;
  const session = hasPin ? tokens.session.map((token) => sessionOf(kept.sessions, token, now)).find((each) => each) : undefined;
  if (visitor.local && !(hasPin && house.exposed)) return { ...visitor, standing: 'owner', ...(session && { session }) };
  if (session) return { ...visitor, standing: session.level, session };
  return { ...visitor, standing: isGuest(visitor, tokens, kept, house) ? 'guest' : 'stranger' };
}

/**
 * Before there is a PIN, the network sees nothing, whatever the configuration says of guests. The box's own screen always shows what guests
 * see: who plugs a screen into a box wants that.
 */
function isGuest({ local }: Visitor, tokens: Tokens, { guest, owner, screen }: Known, { guests }: House): boolean {
  if (owner === undefined) return false;
  if (local && tokens.guest.some((token) => isGuestToken(token, screen))) return true;
  if (guests !== 'link') return guests === 'open';
  return tokens.guest.some((token) => isGuestToken(token, guest));
}

/** Whether this is the token of the guest link, or that of the screen. */
export const isGuestToken = (token: string, guest: string | undefined): boolean =>
  guest !== undefined && sameText(hashOfToken(token), hashOfToken(guest));
