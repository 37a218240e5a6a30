import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../../domain/result.ts';
import { done, failed } from '../../../domain/result.ts';
import type { Log } from '../../../shared/log.ts';
import { Copies } from './copies.ts';
import type { Visit } from './download.ts';
import { bytesOf, save } from './download.ts';
import type { Fault } from './fault.ts';
import { faultOf } from './fault.ts';
import { clearRequest, lastOf, writeLast } from './journal.ts';
import { Lock } from './lock.ts';
import type { Origin } from './release.ts';
import { fileAt, newer, newest, VERSION } from './release.ts';
import type { Tried } from './smoke.ts';
import { smoke, ytdlpVersion } from './smoke.ts';
import { sumFor, verified } from './verify.ts';

/**
 * `folder` holds the copies, and `requests` what the daemon has asked for (the same folder if left out). `unit` is the socket of the unit
 * that runs what is tried. `fallbackProgram` is in use while there is no copy; `key` is an ASCII-armoured public key.
 */
export type UpdateWorld = {
  readonly folder: string;
  readonly requests?: string;
  readonly unit?: string | undefined;
  readonly origin: Origin;
  readonly key: string;
  readonly fallbackProgram: string;
  readonly visit: Visit;
  readonly log: Log;
  readonly today: () => Date;
};

/** `newest`: the copy in use is already the newest. `passed`: somebody rolled the newest release back, so it was not fetched. */
export type Updated =
  | {
      readonly kind: 'updated';
      readonly version: string;
      readonly before: string | undefined;
      readonly tried: Tried;
      readonly signed: boolean;
    }
  | { readonly kind: 'newest'; readonly version: string }
  | { readonly kind: 'passed'; readonly version: string };

/** Packed Python source, the same for every machine. The compiled `yt-dlp_linux` would be ten times as large. */
const PROGRAM = 'yt-dlp';
const SUMS = 'SHA2-256SUMS';

/**
 * Fetches the newest yt-dlp if it is newer than the one in use, checks and tries it, and only then puts it into use. Whatever goes
 * wrong, even if the update is killed, the copy in use stays in use.
 */
export const update = (world: UpdateWorld): Promise<Result<Updated, Fault>> =>
  withLock(world, async (copies) => {
    await copies.sweep();
    const result = await fetchedIfNewer(copies, world).catch((err: unknown) => failed(faultOf(err)));
    await record(result, world);
    return result;
  });

/** Swaps the copy in use with the one before, and returns the release now in use. The one that was in use is not fetched again. */
export const rollBack = (world: Pick<UpdateWorld, 'folder' | 'requests' | 'visit' | 'today'>): Promise<Result<string | undefined, Fault>> =>
  withLock(world, async (copies) => {
    const { current: passed } = copies;
    if (!(await copies.exchange())) return failed({ why: 'no-other', detail: copies.folder });
    const { succeeded } = lastOf(copies.folder) ?? {};
    const at = world.today().toISOString();
    await writeLast(copies.folder, { at, outcome: 'rolled-back', ...(passed && { passed }), ...(succeeded && { succeeded }) });
    return done(copies.current);
  });

/** Compares the release in use with the newest one; changes nothing. */
export async function compare(
  world: UpdateWorld,
): Promise<Result<{ readonly present: string | undefined; readonly latest: string }, Fault>> {
  const latest = await newest(world.origin, world.visit);
  return latest.ok ? done({ present: await presentIn(new Copies(world.folder), world), latest: latest.value }) : latest;
}

async function withLock<T>(
  { folder, requests = folder, visit }: Pick<UpdateWorld, 'folder' | 'requests' | 'visit'>,
  work: (copies: Copies) => Promise<Result<T, Fault>>,
): Promise<Result<T, Fault>> {
  const copies = new Copies(folder);
  try {
    await copies.open();
    // The service's update may not; systemd starts it when the request changes, and `requestIn` knows what is answered.
    await clearRequest(requests).catch(() => undefined);
    const lock = await Lock.take(join(folder, 'lock'), visit.clock);
    if (!lock.ok) return lock;
    await using _held = lock.value;
    return await work(copies);
  } catch (err) {
    return failed(faultOf(err));
  }
}

async function fetchedIfNewer(copies: Copies, world: UpdateWorld): Promise<Result<Updated, Fault>> {
  const latest = await newest(world.origin, world.visit);
  if (!latest.ok) return latest;
  const version = latest.value;
  const before = await presentIn(copies, world);
  if (before !== undefined && !newer(version, before)) return done({ kind: 'newest', version: before });
  if (lastOf(copies.folder)?.passed === version) return done({ kind: 'passed', version });
  const draft = await copies.draft();
  try {
    const signed = await fetched(version, copies.programIn(draft), draft, world);
    if (!signed.ok) return signed;
    const tried = await smoke(copies.programIn(draft), version, world);
    if (!tried.ok) return tried;
    await copies.adopt(draft, version);
    return done({ kind: 'updated', version, before, tried: tried.value, signed: signed.value });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The version that the program in use says it has; undefined if it does not start. */
async function presentIn(copies: Copies, { fallbackProgram, visit, unit }: UpdateWorld): Promise<string | undefined> {
  const own = copies.current;
  const program = own === undefined ? fallbackProgram : copies.programIn(join(copies.folder, own));
  const version = await ytdlpVersion(program, visit, unit);
  return version.ok && VERSION.test(version.value) ? version.value : undefined;
}

/** Downloads the program and verifies it: true if it is signed, false if only its server vouches for it. */
async function fetched(version: string, file: string, draft: string, { origin, key, visit }: UpdateWorld): Promise<Result<boolean, Fault>> {
  const sums = await bytesOf(fileAt(origin, version, SUMS), visit);
  if (!sums.ok) return sums;
  const signature = await bytesOf(fileAt(origin, version, `${SUMS}.sig`), visit);
  const unsigned = !signature.ok && signature.why.why === 'absent' && origin.signature === 'if-there';
  if (!signature.ok && !unsigned) return signature.why.why === 'absent' ? failed({ ...signature.why, why: 'signature' }) : signature;
  if (signature.ok) {
    const proven = await verified({ text: sums.value, signature: signature.value, key }, draft, visit);
    if (!proven.ok) return proven;
  }
  const wanted = sumFor(sums.value.toString('utf8'), PROGRAM);
  if (!wanted) return failed({ why: 'nonsense', detail: `${SUMS} of ${version} does not name ${PROGRAM}` });
  const sum = await save(fileAt(origin, version, PROGRAM), file, visit);
  if (!sum.ok) return sum;
  return sum.value === wanted ? done(signature.ok) : failed({ why: 'checksum', detail: `${sum.value} instead of ${wanted}` });
}

/** Writes the journal. If that fails, it is only logged: it must not undo an update that went well. */
async function record(result: Result<Updated, Fault>, { folder, today, log }: UpdateWorld): Promise<void> {
  const at = today().toISOString();
  const { succeeded, passed } = lastOf(folder) ?? {};
  const kept = { at, ...(passed && { passed }) };
  const entry = result.ok
    ? {
        ...kept,
        outcome: result.value.kind === 'updated' ? ('updated' as const) : ('newest' as const),
        version: result.value.version,
        succeeded: at,
      }
    : { ...kept, outcome: 'failed' as const, ...result.why, ...(succeeded && { succeeded }) };
  await writeLast(folder, entry).catch((err: unknown) => log.warn({ err }, 'ytdlp.journal_unwritable'));
}
