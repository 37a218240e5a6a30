import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { literal, object, string } from 'valibot';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import { checkedHistory } from '../history/snapshot.ts';
import { jsonFitting, jsonObject } from '../shared/json.ts';
import { ABOUT, beforeFolder, draftFolder, HISTORY, MOST, readyFolder, SETTINGS, SIZES, STATE_FILES } from './contents.ts';
import type { Files } from './tar.ts';
import { filesIn } from './tar.ts';

const ABOUT_IT = object({ format: literal('moodbox backup'), version: literal(1), moodbox: string(), at: string() });
const MODE = 0o640;

/** What a backup holds: the release and the time that made it, which files it brings back, and how many plays. */
export type Unpacked = { readonly at: string; readonly moodbox: string; readonly files: readonly string[]; readonly plays?: number };

/**
 * Checks a backup and lays it ready for the next start of the box. A backup that is not whole, or holds anything that does not belong into
 * one, changes nothing; the failure is a sentence. Rejects with the file system's error.
 */
export async function unpacked(archive: Uint8Array, stateDir: string): Promise<Result<Unpacked, string>> {
  const plain = await promisify(gunzip)(archive, { maxOutputLength: MOST.unpacked }).catch(() => undefined);
  if (!plain) return failed('this is no backup of moodbox, or it is damaged');
  const files = filesIn(plain, SIZES);
  if (!files.ok) return failed(`this backup cannot be used: ${files.why}`);
  const about = jsonFitting(ABOUT_IT, files.value.get(ABOUT)?.toString('utf8') ?? '');
  if (!about) return failed('this is no backup of this version of moodbox');
  const broken = STATE_FILES.find((name) => files.value.has(name) && !isJson(files.value.get(name)));
  if (broken !== undefined) return failed(`this backup cannot be used: '${broken}' is damaged`);
  const laid = await laidOut(files.value, stateDir);
  if (!laid.ok) return laid;
  return done({ at: about.at, moodbox: about.moodbox, ...laid.value });
}

const isJson = (bytes: Buffer | undefined): boolean => bytes !== undefined && jsonFitting(jsonObject, bytes.toString('utf8')) !== undefined;

/** Writes the files to a folder of their own, checks the history there, and gives the folder the name by which the next start finds it. */
async function laidOut(files: Files, stateDir: string): Promise<Result<Pick<Unpacked, 'files' | 'plays'>, string>> {
  const draft = draftFolder(stateDir);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o750 });
  try {
    const wanted = [...files].filter(([name]) => name !== ABOUT && name !== SETTINGS);
    for (const [name, bytes] of wanted) await write(join(draft, name), bytes);
    const history = files.has(HISTORY) ? checkedHistory(join(draft, HISTORY)) : undefined;
    if (history?.ok === false) return failed(`this backup cannot be used: ${history.why}`);
    await rm(readyFolder(stateDir), { recursive: true, force: true });
    await rm(beforeFolder(stateDir), { recursive: true, force: true });
    await rename(draft, readyFolder(stateDir));
    return done({ files: wanted.map(([name]) => name), ...(history && { plays: history.value.plays }) });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function write(path: string, bytes: Buffer): Promise<void> {
  await using file = await open(path, 'wx', MODE);
  await file.writeFile(bytes);
  await file.sync();
}
