import { anyOf, withoutZone } from './address-list.ts';

/** Addresses of this machine and of the networks around it (RFC 1122, 1918, 3879, 3927, 4193, 4291, 6598). */
const isPrivate = anyOf([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/3'],
  ...['::/96', '64:ff9b:1::/48', 'fc00::/7', 'fe80::/9', 'ff00::/8'],
]);

/** Whether an IP address, without brackets, belongs to this machine or the networks around it. False for anything but an IP address. */
export const isPrivateAddress = (address: string): boolean => isPrivate(withoutZone(address));
