import { hostname } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config/load.ts';
import type { Clock } from '../shared/async/clock.ts';
import { trueWithin } from '../shared/async/true-within.ts';
import { ownAddresses } from '../shared/own-addresses.ts';
import { hostnameOn } from './boot-settings.ts';
import { HOTSPOT_ADDRESS } from './hotspot/fence-rules.ts';
import { hotspotNews } from './hotspot/kept-network.ts';
import { CONFIGURATION } from './placed.ts';
import type { Whereabouts } from './report-text.ts';

const HTTP = 80;

/** Where the box can be found now. `code` and `news`: what else the report is to say. */
export function whereabouts(data: string, { code, news = [] }: Pick<Whereabouts, 'code' | 'news'> = {}): Whereabouts {
  const { config } = readConfig({ file: join(data, CONFIGURATION), env: {} });
  const name = hostnameOn(data, hostname());
  return {
    hostname: name,
    addresses: outsideAddresses(),
    port: config?.web.port ?? HTTP,
    isLocal: isLoopback(config?.web.host),
    code,
    news: [...hotspotNews(data), ...news],
  };
}

const isLoopback = (host = ''): boolean => /^(127\.|::1$|localhost$)/i.test(host);

/** The addresses of the box in networks of others. `by`: the interfaces that count; all by default. */
export const outsideAddresses = (by?: (name: string) => boolean): readonly string[] =>
  ownAddresses(by).filter((address) => address !== HOTSPOT_ADDRESS);

/** Waits for an address, for so many seconds at most. Resolves to whether there is one. */
export const addressWithin = (seconds: number, by: { readonly clock: Clock; readonly signal: AbortSignal }): Promise<boolean> =>
  trueWithin(seconds, () => outsideAddresses().length > 0, by);
