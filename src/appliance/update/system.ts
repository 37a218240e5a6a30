import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { boolean, number, object, optional, string } from 'valibot';
import type { Result } from '../../domain/result.ts';
import { done } from '../../domain/result.ts';
import { moment } from '../../domain/units.ts';
import type { BoxSystem, LastInstall, LastTry } from '../../domain/update.ts';
import { jsonFitting } from '../../shared/json.ts';
import { textOf } from '../../shared/text-file.ts';
import { replaceText, writeWholeText } from '../../shared/write-atomic.ts';
import type { EntryFile } from './entries.ts';
import { slotsIn } from './entries.ts';
import type { UpdatePlaces } from './places.ts';
import type { Installer } from './port.ts';
import { tryIn } from './records.ts';

const LAST_INSTALL = 'last-install.json';
const LAST_TRY = 'try';

/** What the box knows of its slots, from RAUC, the boot entries and what was kept of installations and tries. For root. */
export async function readSystem(places: UpdatePlaces, installer: Installer): Promise<Result<BoxSystem, string>> {
  const seen = await installer.slots();
  if (!seen.ok) return seen;
  const [files, keyring, lastInstall, record] = await Promise.all([
    entryFiles(places.entries),
    textOf(places.keyring),
    lastInstallIn(places),
    textOf(join(places.data, LAST_TRY)),
  ]);
  const lastTry: LastTry | undefined = tryIn(record);
  return done({
    ...seen.value,
    slots: slotsIn(files),
    takesUpdates: keyring !== '',
    ...(lastInstall && { lastInstall }),
    ...(lastTry && { lastTry }),
  });
}

async function entryFiles(folder: string): Promise<readonly EntryFile[]> {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map(async (name) => ({ name, text: await textOf(join(folder, name)) })));
}

const INSTALLED = object({ at: number(), ok: boolean(), version: optional(string()), why: optional(string()) });

async function lastInstallIn({ data }: UpdatePlaces): Promise<LastInstall | undefined> {
  const kept = jsonFitting(INSTALLED, await textOf(join(data, LAST_INSTALL)));
  if (!kept) return undefined;
  const { at, ok, version, why } = kept;
  return { at: moment(at), ok, ...(version !== undefined && { version }), ...(why !== undefined && { why }) };
}

/** Keeps how an installation ended. What came of earlier tries says nothing of it. */
export async function keepInstall({ data }: UpdatePlaces, last: LastInstall): Promise<void> {
  await writeWholeText(join(data, LAST_INSTALL), [`${JSON.stringify(last)}\n`]);
  if (last.ok) await rm(join(data, LAST_TRY), { force: true });
}

/** Everybody on the box may read it. */
const READABLE = 0o644;

/** Tells the daemon and the doctor. */
export async function tellSystem({ known }: UpdatePlaces, system: BoxSystem): Promise<void> {
  await mkdir(dirname(known), { recursive: true });
  await replaceText(known, [`${JSON.stringify(system)}\n`], READABLE);
}
