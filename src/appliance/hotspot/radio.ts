import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { trueWithin } from '../../shared/async/true-within.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runProgram } from '../../shared/process/run.ts';
import type { WifiWorld } from '../wifi/iwd.ts';
import { readWifi, setMode, startAccessPoint } from '../wifi/iwd.ts';
import { FENCE, fenceRules, HOTSPOT_ADDRESS } from './fence-rules.ts';

const LIMIT = ms(15_000);
/** Seconds until networkd has given the interface its address. */
const ADDRESS_WITHIN = 20;

/** The radio as a hotspot. Every failure is a value: a radio may refuse to be an access point, or lack its firmware. */
export type HotspotRadio = {
  /** Opens the hotspot. Resolves to its name, once the box has its address in it; undefined if that cannot be. */
  readonly open: () => Promise<string | undefined>;
  /** Makes a client of the radio again. `restart`: iwd has to read its country anew. */
  readonly close: (restart: boolean) => Promise<void>;
};

/** The name of the hotspot of the radio with this hardware address; it is the password as well, as `iwd` opens no network without one. */
export const hotspotName = (mac: string): string => `moodbox-${mac.replaceAll(':', '').slice(-4).toUpperCase()}`;

/** The radio of this machine, through iwd, systemd-networkd and nftables. */
export const hotspotRadio = (world: WifiWorld): HotspotRadio => ({
  open: () => opened(world),
  close: (restart) => closed(restart, world),
});

async function opened(world: WifiWorld): Promise<string | undefined> {
  const { radio } = (await readWifi(world)) ?? {};
  if (!radio) return undefined;
  const name = hotspotName(macOf(radio.name));
  const isFenced = await succeeds('nft', ['-f', '-'], world, fenceRules(radio.name));
  if (!isFenced || !(await setMode(radio.path, 'ap', world)) || !(await startAccessPoint(radio.path, name, name, world))) return undefined;
  await succeeds('networkctl', ['reconfigure', radio.name], world);
  return (await hasAddress(radio.name, world)) ? name : undefined;
}

async function closed(restart: boolean, world: WifiWorld): Promise<void> {
  const { radio } = (await readWifi(world)) ?? {};
  if (radio) await setMode(radio.path, 'station', world);
  await succeeds('nft', ['delete', 'table', 'inet', FENCE], world);
  if (restart) await succeeds('systemctl', ['try-restart', 'iwd.service'], world);
}

const hasAddress = (name: string, world: WifiWorld): Promise<boolean> =>
  trueWithin(ADDRESS_WITHIN, () => networkInterfaces()[name]?.some(({ address }) => address === HOTSPOT_ADDRESS) ?? false, world);

function macOf(name: string): string {
  try {
    return readFileSync(`/sys/class/net/${name}/address`, 'utf8').trim();
  } catch {
    return '';
  }
}

async function succeeds(program: string, args: readonly string[], { clock, signal }: WifiWorld, input?: string): Promise<boolean> {
  const by = { env: environmentFor('other'), limit: LIMIT as Ms, clock, signal, ...(input !== undefined && { input: Buffer.from(input) }) };
  const ran = await runProgram(program, args, by);
  return ran.kind === 'ended' && ran.code === 0;
}
