import { isNamedPlace } from '../../config/places.ts';
import { leadsHere } from '../../shared/leads-here.ts';
import type { NamesAround } from '../names-around.ts';
import { addressesOf } from '../names-around.ts';

/**
 * What an address that somebody sends may lead to: the world and the home, but not this machine itself, whose ports trust whoever is on it.
 * `allowed` names the exceptions (`player.fetch_from`).
 */
export const askedNames = (allowed: readonly string[], isHere: (address: string) => boolean = leadsHere): NamesAround => ({
  addressesOf,
  isRefused: (address, place) => isHere(address) && !isNamedPlace(allowed, place, address),
});
