import type { Standing } from '../../domain/access.ts';
import type { Ms } from '../../domain/units.ts';

/** Why something was not done: the HTTP status, a sentence for the person, and how long to wait before the next try. */
export type Denial = { readonly status: 400 | 401 | 403 | 409 | 429 | 503; readonly why: string; readonly retryAfter?: Ms };

export const wrong = (why: string): Denial => ({ status: 400, why });
export const forbidden = (why: string): Denial => ({ status: 403, why });

/** What somebody hears whose standing is not enough. */
export function notEnough(standing: Standing, hasPin: boolean): Denial {
  if (standing === 'household') return forbidden('only an owner can do this; log in with the owner PIN');
  if (standing === 'guest' && hasPin) return forbidden('guests can look, but not change anything; log in with a PIN to do more');
  const why = hasPin
    ? 'log in with a PIN first, or ask the people of the house for the guest link'
    : 'this box has no PIN yet: open its page and set one first';
  return { status: 401, why };
}

export const tooMany = (wait: Ms): Denial => ({
  ...{ status: 429, retryAfter: wait },
  why: `too many wrong tries; wait ${spoken(wait)} before the next one`,
});

/** Others have used up the tries; this address has done nothing wrong. */
export const heldUp = (wait: Ms): Denial => ({
  ...{ status: 429, retryAfter: wait },
  why:
    `somebody in this network is guessing PINs, so new devices have to wait: try again in ${spoken(wait)}, or open the page on the box itself; ` +
    'devices that are logged in notice nothing',
});

export const BUSY: Denial = { status: 503, why: 'too many people are logging in right now; try again in a few seconds' };
export const UNWRITABLE: Denial = {
  ...{ status: 503 },
  why: 'the box cannot write to its state folder, so nothing has changed; its log says why',
};

function spoken(wait: Ms): string {
  const seconds = Math.ceil(wait / 1000);
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
