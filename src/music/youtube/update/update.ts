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

/** `folder` is where the copies are; `without` is the program that is used where there is none; `key` is ASCII-armoured. */
export type UpdateWorld = {
  readonly folder: string;
  readonly origin: Origin;
  readonly key: string;
  readonly fallbackProgram: string;
  readonly visit: Visit;
  readonly log: Log;
  readonly today: () => Date;
};

/** `newest`: what is in use is as new as can be had. `passed`: the newest is the one that somebody went back from. */
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

/** One file for every machine: Python source, packed. What is compiled into `yt-dlp_linux` would be ten times as large. */
const PROGRAM = 'yt-dlp';
const SUMS = 'SHA2-256SUMS';

/**
 * Fetches the newest yt-dlp where it is newer than the one in use, checks and tries it, and only then puts it into use. Whatever
 * goes wrong, and whenever it is killed, what was in use stays in use.
 */
export const update = (world: UpdateWorld): Promise<Result<Updated, Fault>> =>
  alone(world, async (copies) => {
    await copies.sweep();
    const result = await freshened(copies, world).catch((err: unknown) => failed(faultOf(err)));
    await noted(result, world);
    return result;
  });

/** Changes the copy in use and the one before round; the one that was in use is not fetched again. Gives the one now in use. */
export const rollBack = (world: Pick<UpdateWorld, 'folder' | 'visit' | 'today'>): Promise<Result<string | undefined, Fault>> =>
  alone(world, async (copies) => {
    const { current: passed } = copies;
    if (!(await copies.exchange())) return failed({ why: 'no-other', detail: copies.folder });
    const { succeeded } = lastOf(copies.folder) ?? {};
    const at = world.today().toISOString();
    await writeLast(copies.folder, { at, outcome: 'rolled-back', ...(passed && { passed }), ...(succeeded && { succeeded }) });
    return done(copies.current);
  });

/** What is in use, and the newest that there is; changes nothing. */
export async function compare(
  world: UpdateWorld,
): Promise<Result<{ readonly present: string | undefined; readonly latest: string }, Fault>> {
  const latest = await newest(world.origin, world.visit);
  return latest.ok ? done({ present: await presentIn(new Copies(world.folder), world), latest: latest.value }) : latest;
}

async function alone<T>(
  { folder, visit }: Pick<UpdateWorld, 'folder' | 'visit'>,
  work: (copies: Copies) => Promise<Result<T, Fault>>,
): Promise<Result<T, Fault>> {
  const copies = new Copies(folder);
  try {
    await copies.open();
    await clearRequest(folder); // First of all: systemd would start us over and over as long as the wish is there.
    const lock = await Lock.take(join(folder, 'lock'), visit.clock);
    if (!lock.ok) return lock;
    await using _held = lock.value;
    return await work(copies);
  } catch (err) {
    return failed(faultOf(err));
  }
}

async function freshened(copies: Copies, world: UpdateWorld): Promise<Result<Updated, Fault>> {
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
    const tried = await smoke(copies.programIn(draft), version, world.visit, world.log);
    if (!tried.ok) return tried;
    await copies.adopt(draft, version);
    return done({ kind: 'updated', version, before, tried: tried.value, signed: signed.value });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The release in use, by its own word; nothing where it does not start any more. */
async function presentIn(copies: Copies, { fallbackProgram: without, visit }: UpdateWorld): Promise<string | undefined> {
  const own = copies.current;
  const said = await ytdlpVersion(own === undefined ? without : copies.programIn(join(copies.folder, own)), visit);
  return said.ok && VERSION.test(said.value) ? said.value : undefined;
}

/** Downloads the program and proves it: true where it carries the signature, false where its server alone vouches for it. */
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

/** A journal that cannot be written must not undo an update that went well; on a full disk it is the least of the worries. */
async function noted(result: Result<Updated, Fault>, { folder, today, log }: UpdateWorld): Promise<void> {
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
