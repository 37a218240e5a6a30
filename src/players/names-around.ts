import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import type { HostPort } from '../config/places.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import { isPrivateAddress } from '../shared/private-address.ts';

/** How a name is looked up, and which of the addresses that are found for a place may not be reached. */
export type NamesAround = {
  readonly addressesOf: (name: string) => Promise<readonly string[]>;
  readonly isRefused: (address: string, place: HostPort) => boolean;
};

/** Names as this machine knows them. */
export const addressesOf = async (name: string): Promise<readonly string[]> =>
  (await lookup(name, { all: true })).map(({ address }) => address);

/** Public addresses only. */
export const PUBLIC_NAMES: NamesAround = { addressesOf, isRefused: isPrivateAddress };

/** The addresses of a place. Fails with the first one that may not be reached, or with none if there are no addresses. */
export async function reachable(place: HostPort, around: NamesAround): Promise<Result<readonly string[], string | undefined>> {
  const addresses = isIP(place.host) === 0 ? await around.addressesOf(place.host).catch(() => []) : [place.host];
  const refused = addresses.find((address) => around.isRefused(address, place));
  return refused !== undefined || addresses.length === 0 ? failed(refused) : done(addresses);
}

/** Looks a name up in what was found before, so that a connection goes to the very addresses that were checked. */
export const foundBefore =
  (addresses: readonly string[]): LookupFunction =>
  (_, { all }, told) => {
    const found = addresses.map((address) => ({ address, family: isIP(address) }));
    const [first] = found;
    if (all) told(null, found);
    else told(null, first?.address ?? '', first?.family);
  };
