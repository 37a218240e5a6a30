import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * Addresses that lead to this machine on every machine, or to whatever is plugged in beside it: unspecified, loopback, link-local and
 * multicast (RFC 1122, 3927, 4291, 5771). `check` also looks into IPv4 addresses that are written as IPv6.
 */
const OWN = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  OWN.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  OWN.addSubnet(net, bits, 'ipv6');

/** The addresses of this machine in the networks around it, as they are now. */
const interfaceAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((each) => each?.map(({ address }) => address) ?? []);

/**
 * Whether an IP address, without brackets, leads to this machine, or only means something on it. False for anything but an IP address, and
 * for the other machines of a private network. `around`: the machine's own addresses.
 */
export function leadsHere(address: string, around: () => readonly string[] = interfaceAddresses): boolean {
  const [bare = ''] = address.split('%', 1);
  const family = isIP(bare);
  if (family === 0) return false;
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  if (OWN.check(bare, kind)) return true;
  const mine = new BlockList();
  for (const each of around()) mine.addAddress(each.split('%', 1)[0] ?? each, isIP(each) === 4 ? 'ipv4' : 'ipv6');
  return mine.check(bare, kind);
}
