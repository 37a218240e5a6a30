import { nullable, object, optional, string } from 'valibot';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { KeptPin, PinHasher } from './pins.ts';
import { checkedPin } from './pins.ts';
import type { KeptAccess } from './store.ts';

/**
 * PINs to set. `code` allows to set the first ones, `current` (the owner's PIN) to change them. A household of null has no PIN any more;
 * what is absent stays as it is.
 */
export const PIN_REQUEST = object({
  code: optional(string()),
  current: optional(string()),
  owner: optional(string()),
  household: optional(nullable(string())),
});
export type PinRequest = { readonly owner?: string | undefined; readonly household?: string | null | undefined };

/** The PINs of a request, each as a person meant it. */
export type NewPins = { readonly owner?: string; readonly household?: string | null };

/** Checks new PINs against each other. The failure is for the person who sets them. */
export function checkedPins({ owner, household }: PinRequest): Result<NewPins, Refusal> {
  const [first, second] = [
    owner === undefined ? undefined : checkedPin(owner, 'owner'),
    household ? checkedPin(household, 'household') : undefined,
  ];
  if (first?.ok === false) return first;
  if (second?.ok === false) return second;
  if (first && second && first.value === second.value) return failed(refusal('pins_same'));
  const householdPin = second?.value ?? (household === null || household === '' ? null : undefined);
  return done({ ...(first && { owner: first.value }), ...(householdPin !== undefined && { household: householdPin }) });
}

/** Whether one of the new PINs is the same as the other one that stays. */
export async function collides({ owner, household }: NewPins, kept: KeptAccess, hasher: PinHasher): Promise<boolean> {
  if (owner !== undefined && household === undefined && kept.household) return hasher.matches(owner, kept.household);
  return owner === undefined && typeof household === 'string' && kept.owner !== undefined && hasher.matches(household, kept.owner);
}

/** The new PINs as they are kept. */
export type HashedPins = { readonly owner?: KeptPin; readonly household?: KeptPin | null };

export async function hashed({ owner, household }: NewPins, hasher: PinHasher): Promise<HashedPins> {
  return {
    ...(owner !== undefined && { owner: await hasher.keep(owner) }),
    ...(household !== undefined && { household: household === null ? null : await hasher.keep(household) }),
  };
}

/** Whether nobody has changed a PIN between the two. */
export const samePins = (a: KeptAccess, b: KeptAccess): boolean =>
  a.owner?.hash === b.owner?.hash && a.household?.hash === b.household?.hash;

/** What is kept with the new PINs. A new PIN ends every session that rests on the old one. */
export function withPins({ setup: _used, ...kept }: KeptAccess, { owner, household }: HashedPins): KeptAccess {
  const replaced = { owner: owner !== undefined, household: household !== undefined };
  const { household: before, ...rest } = kept;
  const householdPin = household === undefined ? before : (household ?? undefined);
  return {
    ...rest,
    ...(owner && { owner }),
    ...(householdPin && { household: householdPin }),
    sessions: kept.sessions.filter(({ level }) => !replaced[level]),
  };
}
