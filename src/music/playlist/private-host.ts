import { isIP } from 'node:net';
import { isPrivateAddress } from '../../shared/private-address.ts';

/** Names that only the network around this machine knows. */
const LOCAL_NAME = /^[^.]+\.?$|(^|\.)(local|lan|home|internal|intranet|localdomain|localhost|home\.arpa|fritz\.box)\.?$/i;

/** Whether the host of this http(s) address is this machine or one of the network around it, as far as the address alone says so. */
export function isPrivateHost(address: string): boolean {
  const host = new URL(address).hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) === 0 ? LOCAL_NAME.test(host) : isPrivateAddress(host);
}
