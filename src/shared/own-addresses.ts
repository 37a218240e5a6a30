import type { NetworkInterfaceInfo } from 'node:os';
import { networkInterfaces } from 'node:os';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * The IPv4 addresses by which the network can reach this machine: not its own, and not those that it gives itself for lack of a router.
 * `by`: the interfaces that count; all by default.
 */
export const ownAddresses = (by: (name: string) => boolean = () => true, interfaces: Interfaces = networkInterfaces()): readonly string[] =>
  Object.entries(interfaces)
    .filter(([name]) => by(name))
    .flatMap(([, each]) => each ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
    .map(({ address }) => address);
