import { isNamedPlace } from '../../config/places.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import { leadsHere } from '../../shared/leads-here.ts';

/**
 * Why an http or https address is not fetched from, as far as the address alone says so: it is this machine, and not one of the `allowed`
 * places. Where a name or a redirect leads is only found out when it is fetched.
 */
export function addressRefusal(url: string, allowed: readonly string[]): Refusal | undefined {
  const { host, hostname, port, protocol } = new URL(url);
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  const place = { host: bare, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
  const isHere = /^(.+\.)?localhost\.?$/.test(bare) || leadsHere(bare);
  return isHere && !isNamedPlace(allowed, place, bare) ? refusal('address_own', { host }) : undefined;
}
