import type { NetworkInterfaceInfo } from 'node:os';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config/load.ts';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { hostnameOn } from './boot-settings.ts';
import { HOTSPOT_ADDRESS } from './hotspot/fence-rules.ts';
import { hotspotNews } from './hotspot/kept-network.ts';
import { CONFIGURATION } from './placed.ts';
import type { Whereabouts } from './report-text.ts';

const A_SECOND = ms(1000);
const HTTP = 80;

/** Where the box can be found now. `news`: what else the report is to say. */
export function whereabouts(data: string, news: readonly string[] = []): Whereabouts {
  const { config } = readConfig({ file: join(data, CONFIGURATION), env: {} });
  const name = hostnameOn(data, hostname());
  return { hostname: name, addresses: ownAddresses(), port: config?.web.port ?? HTTP, news: [...hotspotNews(data), ...news] };
}

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** The IPv4 addresses of this machine, without those that it gives itself for lack of a router. `by`: the interfaces that count; all by default. */
export const ownAddresses = (by: (name: string) => boolean = () => true, interfaces: Interfaces = networkInterfaces()): readonly string[] =>
  Object.entries(interfaces)
    .filter(([name]) => by(name))
    .flatMap(([, each]) => each ?? [])
    .filter(
      ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.') && address !== HOTSPOT_ADDRESS,
    )
    .map(({ address }) => address);

/** Waits for an address, for so many seconds at most. Resolves to whether there is one. */
export async function addressWithin(seconds: number, by: { readonly clock: Clock; readonly signal: AbortSignal }): Promise<boolean> {
  for (let left = seconds; left > 0 && ownAddresses().length === 0; left -= 1) await by.clock.sleep(A_SECOND, by.signal);
  return ownAddresses().length > 0;
}
