import { networkInterfaces } from 'node:os';
import { anyOf, withoutZone } from './address-list.ts';

/**
 * Addresses that lead to this machine on every machine, or to whatever is plugged in beside it: unspecified, loopback, link-local and
 * multicast (RFC 1122, 3927, 4291, 5771).
 */
const isOwn = anyOf([
  ...['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'],
  ...['::/96', '64:ff9b:1::/48', 'fe80::/10', 'ff00::/8'],
]);

/** The addresses of this machine in the networks around it, as they are now. */
const interfaceAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((each) => each?.map(({ address }) => address) ?? []);

/**
 * Whether an IP address, without brackets, leads to this machine, or only means something on it. False for anything but an IP address, and
 * for the other machines of a private network. `around`: the machine's own addresses.
 */
export function leadsHere(address: string, around: () => readonly string[] = interfaceAddresses): boolean {
  const bare = withoutZone(address);
  return isOwn(bare) || anyOf(around().map(withoutZone))(bare);
}
