import { networkInterfaces } from 'node:os';
import type { WebConfig } from '../config/schema.ts';
import { isOwnMachine } from './access/visitor.ts';

/** The page's address, without a slash at the end. For a server on all addresses it is one that the network can reach. */
export function pageUrl({ cert, host }: WebConfig, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? (networkAddress() ?? '127.0.0.1') : host;
  return `${cert === '' ? 'http' : 'https'}://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

/** Whether anybody but this machine can open the page: over the network, or through a proxy. */
export const isExposed = ({ host, proxies }: Pick<WebConfig, 'host' | 'proxies'>): boolean =>
  proxies.length > 0 || !(host === 'localhost' || isOwnMachine(host));

const networkAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
