import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { BoxSystem } from '../../domain/update.ts';
import { isNewer } from '../../domain/update.ts';
import { freeBytes } from '../../shared/free-space.ts';
import { namesIn } from '../../shared/names-in.ts';
import type { UpdateFiles } from '../../shared/update-files.ts';
import { LEFT_FREE, MOST_UPDATE } from '../../shared/update-files.ts';
import { writeWholeText } from '../../shared/write-atomic.ts';
import { atMost } from './at-most.ts';
import { isOfUse, taken } from './offer.ts';
import type { Installer } from './port.ts';

/** A signed bundle on a stick: where it is, its version, and its size in bytes. */
export type StickBundle = { readonly path: string; readonly version: string; readonly size: number };

/** Of more files than this, the others are not looked at. */
const MOST_FILES = 16;
const NOTHING = 'the stick is empty, or cannot be read: format it as FAT or exFAT, and put the update on it';

/**
 * The newest signed bundle on a stick that this box can use; undefined if there is none. Fails with a sentence if there are bundles on the
 * stick, and the signature of none is right, or if nothing is there at all: a stick that could not be mounted looks empty.
 */
export async function newestOn(
  stick: string,
  installer: Pick<Installer, 'inspect'>,
  system: BoxSystem | undefined,
): Promise<Result<StickBundle | undefined, string>> {
  if (namesIn(stick).length === 0) return failed(NOTHING);
  const signed: StickBundle[] = [];
  let why: string | undefined;
  for (const { path, size } of await bundlesOn(stick)) {
    const info = await installer.inspect(path);
    if (info.ok) signed.push({ path, size, version: info.value.version });
    else why ??= info.why;
  }
  if (signed.length === 0 && why !== undefined) return failed(`the update on the stick cannot be used: ${why}`);
  const wanted = signed.filter((each) => isOfUse(each, system));
  return done(wanted.toSorted((one, other) => (isNewer(one.version, other.version) ? -1 : 1))[0]);
}

/** The files at the top of the stick that may be updates. A link could lead to any file of the box. */
async function bundlesOn(stick: string): Promise<readonly { readonly path: string; readonly size: number }[]> {
  const names = namesIn(stick).filter((name) => name.toLowerCase().endsWith('.raucb') && !name.startsWith('.'));
  const files = await Promise.all(
    names.slice(0, MOST_FILES).map(async (name) => {
      const path = join(stick, name);
      const stats = await lstat(path).catch(() => undefined);
      return stats?.isFile() && stats.size > 0 && stats.size <= MOST_UPDATE ? { path, size: stats.size } : undefined;
    }),
  );
  return files.filter((each) => each !== undefined);
}

/**
 * Copies a bundle to where a file from the page would be, whole, and says what it is. Fails with a sentence; nothing is left behind then.
 */
export async function bring({ path, size, version }: StickBundle, to: UpdateFiles, signal: AbortSignal): Promise<Result<void, string>> {
  const files = { ...to, growing: `${to.growing}-stick` }; // somebody may be sending one over the page
  await mkdir(files.folder, { recursive: true, mode: 0o750 });
  if ((await freeBytes(files.folder)) < size + LEFT_FREE) return failed('there is no room on the disk for the update on the stick');
  try {
    await pipeline(createReadStream(path), atMost(size), createWriteStream(files.growing, { mode: 0o640 }), { signal });
    const whole = await taken(files, { size });
    if (whole.ok) await writeWholeText(files.brought, [`${JSON.stringify({ version, size })}\n`]);
    return whole;
  } catch (err) {
    const { code, message } = err as NodeJS.ErrnoException;
    return failed(`the update on the stick was not read to its end (${code ?? message})`);
  } finally {
    await rm(files.growing, { force: true });
  }
}
