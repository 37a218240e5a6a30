import { lstat } from 'node:fs/promises';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Moment } from '../../domain/units.ts';
import type { BoxSystem } from '../../domain/update.ts';
import { slotOf } from '../../domain/update.ts';
import { MOST_UPDATE } from '../../shared/update-files.ts';
import type { UpdatePlaces } from './places.ts';
import type { Installer } from './port.ts';
import { keepInstall, readSystem, tellSystem } from './system.ts';

export type InstallParts = { readonly places: UpdatePlaces; readonly installer: Installer; readonly today: () => Moment };

/**
 * Installs a bundle into the slot that does not run, and tells how far it is. Fails with a sentence; what runs, and what starts next, is
 * then as it was. Rejects with the file system's error if what is known cannot be written.
 */
export async function installBundle(file: string, { places, installer, today }: InstallParts): Promise<Result<string, string>> {
  const before = await readSystem(places, installer);
  if (!before.ok) return before;
  const put = await putIntoSlot(file, before.value, { places, installer });
  await keepInstall(places, {
    at: today(),
    ok: put.ok,
    ...(put.ok ? { version: put.value } : { why: put.why }),
  });
  const after = await readSystem(places, installer);
  if (after.ok) await tellSystem(places, after.value);
  return put;
}

async function putIntoSlot(
  file: string,
  before: BoxSystem,
  { places, installer }: Pick<InstallParts, 'places' | 'installer'>,
): Promise<Result<string, string>> {
  const unfit = unfitSystem(before) ?? (await unfitFile(file));
  if (unfit !== undefined) return failed(unfit);
  const info = await installer.inspect(file);
  if (!info.ok) return info;
  const { lastInstall: _, ...system } = before;
  await tellSystem(places, { ...system, percent: 0 });
  let told: Promise<void> = Promise.resolve();
  const onPercent = (percent: number): void => {
    told = told.then(() => tellSystem(places, { ...system, percent })).catch(() => undefined); // the end is told in any case
  };
  const installed = await installer.install(file, onPercent);
  await told;
  return installed.ok ? done(info.value.version) : installed;
}

/** Why this box takes no update now. */
function unfitSystem(system: BoxSystem): string | undefined {
  if (!system.takesUpdates) return 'this image takes no updates: it was built without the certificate of anybody who makes them';
  if (slotOf(system, system.running).state !== 'good')
    return 'the system that runs has not been well for a minute yet; try again in some minutes';
  return undefined;
}

/** A link could lead to any other file of the box. */
async function unfitFile(file: string): Promise<string | undefined> {
  const stats = await lstat(file).catch(() => undefined);
  if (!stats) return `there is no file ${file}`;
  if (!stats.isFile()) return `${file} is not a file`;
  return stats.size > MOST_UPDATE ? `${file} is larger than any update` : undefined;
}
