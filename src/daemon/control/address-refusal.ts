import { isNamedPlace, placeOf } from '../../config/places.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import { leadsHere } from '../../shared/leads-here.ts';

/**
 * Why an http or https address is not fetched from, as far as the address alone says so: it is this machine, and not one of the `allowed`
 * places. Where a name or a redirect leads is only found out when it is fetched.
 */
export function addressRefusal(url: string, allowed: readonly string[]): Refusal | undefined {
  const address = new URL(url);
  const place = placeOf(address);
  const isHere = /^(.+\.)?localhost\.?$/.test(place.host) || leadsHere(place.host);
  return isHere && !isNamedPlace(allowed, place, place.host) ? refusal('address_own', { host: address.host }) : undefined;
}
