import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { PollingValue } from '../../shared/async/polling-value.ts';

const EVERY = ms(30_000);
/** Linux's names for the processor's sensor on a Raspberry Pi, other ARM boards and PCs. The first that exists is taken. */
const PROCESSOR = [/^cpu/, /^soc/, /^x86_pkg_temp$/, /^acpitz$/];

/** Temperature of the machine in whole °C, kept up to date; `undefined` on a machine without a sensor. `folder`: as /sys/class/thermal. */
export async function openThermometer(clock: Clock, folder = '/sys/class/thermal'): Promise<PollingValue<number | undefined> | undefined> {
  const zones = await zonesIn(folder);
  const zone = [...PROCESSOR.map((type) => zones.find((each) => type.test(each.type))), zones[0]].find((each) => each !== undefined);
  return zone && new PollingValue(zone.now, () => celsius(zone.path), EVERY, clock);
}

type Zone = { readonly path: string; readonly type: string; readonly now: number | undefined };

/** The zones whose temperature can be read. */
async function zonesIn(folder: string): Promise<readonly Zone[]> {
  const names = await readdir(folder).catch(() => []);
  const paths = names.filter((name) => /^thermal_zone\d+$/.test(name)).map((name) => join(folder, name));
  const zones = await Promise.all(
    paths.sort().map(async (path) => ({ path, type: await text(join(path, 'type')), now: await celsius(path) })),
  );
  return zones.filter(({ now }) => now !== undefined);
}

async function celsius(zone: string): Promise<number | undefined> {
  const value = await text(join(zone, 'temp'));
  return /^-?\d+$/.test(value) ? Math.round(Number(value) / 1000) : undefined;
}

const text = (file: string): Promise<string> =>
  readFile(file, 'utf8').then(
    (content) => content.trim(),
    () => '',
  );
