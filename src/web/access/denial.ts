import type { Standing } from '../../domain/access.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { after, refusal, waitOf } from '../../domain/refusal.ts';
import type { Ms } from '../../domain/units.ts';

/** Why something was not done, with the HTTP status for it. */
export type Denial = { readonly status: 400 | 401 | 403 | 409 | 429 | 503; readonly why: Refusal };

export const wrong = (why: Refusal): Denial => ({ status: 400, why });
export const forbidden = (why: Refusal): Denial => ({ status: 403, why });

/** What somebody hears whose standing is not enough. */
export function notEnough(standing: Standing, hasPin: boolean): Denial {
  if (standing === 'household') return forbidden(refusal('owners_only'));
  if (standing === 'guest' && hasPin) return forbidden(refusal('guests_look'));
  return { status: 401, why: refusal(hasPin ? 'log_in' : 'no_pin_open') };
}

export const tooMany = (wait: Ms): Denial => ({ status: 429, why: after(wait, refusal('tries_wait', waitOf(wait))) });

/** Others have used up the tries; this address has done nothing wrong. */
export const heldUp = (wait: Ms): Denial => ({ status: 429, why: after(wait, refusal('tries_of_others', waitOf(wait))) });

export const BUSY: Denial = { status: 503, why: refusal('logins_busy') };
export const UNWRITABLE: Denial = { status: 503, why: refusal('state_unwritable') };
