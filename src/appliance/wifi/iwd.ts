import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runProgram } from '../../shared/process/run.ts';
import type { WifiView } from './iwd-objects.ts';
import { wifiViewIn } from './iwd-objects.ts';

/** What starts the programs below. `limit`: how long each may take. */
export type WifiWorld = { readonly clock: Clock; readonly signal: AbortSignal; readonly limit?: Ms; readonly busctl?: string };

const LIMIT = ms(10_000);
const NAME = 'net.connman.iwd';

/** What iwd knows; undefined if it does not answer, as on a box without Wi-Fi. */
export async function readWifi(world: WifiWorld): Promise<WifiView | undefined> {
  const ran = await busctl(['--json=short', 'call', NAME, '/', 'org.freedesktop.DBus.ObjectManager', 'GetManagedObjects'], world);
  return ran.kind === 'ended' && ran.code === 0 ? wifiViewIn(ran.stdout) : undefined;
}

/** Makes the radio an access point or a client. Resolves to whether iwd has done it. */
export async function setMode(path: string, mode: 'ap' | 'station', world: WifiWorld): Promise<boolean> {
  return succeeded(await busctl(['set-property', NAME, path, `${NAME}.Device`, 'Mode', 's', mode], world));
}

/** Opens a network of its own on a radio in mode `ap`: iwd knows none without a password. Resolves to whether it is open. */
export async function startAccessPoint(path: string, ssid: string, password: string, world: WifiWorld): Promise<boolean> {
  return succeeded(await busctl(['call', NAME, path, `${NAME}.AccessPoint`, 'Start', 'ss', ssid, password], world));
}

const busctl = (args: readonly string[], { busctl: program = 'busctl', clock, limit = LIMIT, signal }: WifiWorld) =>
  runProgram(program, ['--system', ...args], { env: environmentFor('other'), limit, clock, signal });

const succeeded = (ran: Awaited<ReturnType<typeof runProgram>>): boolean => ran.kind === 'ended' && ran.code === 0;
