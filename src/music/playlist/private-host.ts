import { BlockList, isIP } from 'node:net';

/** Addresses of this machine and of the networks around it (RFC 1122, 1918, 3927, 4193, 4291, 6598). */
const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv6');

/** Names that only the network around this machine knows. */
const LOCAL_NAME = /^[^.]+\.?$|(^|\.)(local|lan|home|internal|intranet|localdomain|localhost|home\.arpa|fritz\.box)\.?$/i;

/** Whether the host of this http(s) address is this machine or one of the network around it, as far as the address alone says so. */
export function isPrivateHost(address: string): boolean {
  const host = new URL(address).hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(host);
  if (family === 0) return LOCAL_NAME.test(host);
  return PRIVATE.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
