import { BlockList, isIP } from 'node:net';

const kindOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * Whether an address belongs to one of these addresses and networks (CIDR), each of which has been checked. It also looks into IPv4
 * addresses that are written as IPv6. False for anything but an IP address without a zone.
 */
export function anyOf(listed: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const each of listed) {
    const [address = '', prefix] = each.split('/');
    const kind = kindOf(address);
    list.addSubnet(address, prefix === undefined ? (kind === 'ipv6' ? 128 : 32) : Number(prefix), kind);
  }
  return (address) => isIP(address) !== 0 && list.check(address, kindOf(address));
}

/** An address without the zone of an interface, such as `fe80::1` of `fe80::1%eth0`. */
export const withoutZone = (address: string): string => address.split('%', 1)[0] ?? address;
