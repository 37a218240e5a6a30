import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { array, string } from 'valibot';
import { jsonFitting } from '../shared/json.ts';
import { replaceText } from '../shared/write-atomic.ts';
import type { Placed } from './placed.ts';

/** The folders in which the FAT partition and the data partition are mounted. */
export type Partitions = { readonly card: string; readonly data: string };

/** The paths that the last card was turned into; what a new one no longer has is taken away. */
const LIST = 'system/placed.json';
const FINGERPRINT = 'system/card';

/** The fingerprint of the card that was last turned into files; undefined at the first start. */
export const placedFingerprint = (data: string): string | undefined => textAt(join(data, FINGERPRINT));

/** Keeps the fingerprint of a card that the box itself has written, so that the next start does not take it for a new one. */
export const keepFingerprint = (data: string, fingerprint: string): Promise<void> => write(join(data, FINGERPRINT), fingerprint, 0o600);

/**
 * What becomes of a card. `isWhole`: the card says everything that holds from now on, so what an earlier one said and this one does not is
 * taken away; otherwise it stays.
 */
export type Placing = {
  readonly files: readonly Placed[];
  readonly fingerprint: string;
  readonly isWhole: boolean;
  /** Paths that the card says are no longer wanted, whole or not. */
  readonly unwanted?: readonly string[];
};

/**
 * Writes the files below `data`, each completely or not at all. The fingerprint comes last, so that a plug pulled in between makes the next
 * start do it again. Resolves to the paths that were taken away. Rejects with the file system's error.
 */
export async function place(data: string, { files, fingerprint, isWhole, unwanted = [] }: Placing): Promise<readonly string[]> {
  const before = jsonFitting(array(string()), textAt(join(data, LIST)) ?? '') ?? [];
  const paths = files.map(({ path }) => path);
  const all = [...new Set([...before, ...paths])];
  await write(join(data, LIST), JSON.stringify(all), 0o600);
  for (const file of files) await writePlaced(data, file);
  const gone = all.filter((each) => !paths.includes(each) && (isWhole || unwanted.includes(each)));
  for (const path of gone) await rm(join(data, path), { force: true });
  const left = all.filter((each) => !gone.includes(each));
  await write(join(data, LIST), JSON.stringify(left), 0o600);
  await keepFingerprint(data, fingerprint);
  return gone;
}

/** Writes the text unless it is there already: a card wears out by being written. Rejects with the file system's error. */
export async function writeIfChanged(path: string, text: string): Promise<boolean> {
  if (textAt(path) === text) return false;
  await replaceText(path, [text]);
  return true;
}

/** Writes one file or link below `data`, completely or not at all. Rejects with the file system's error. */
export async function writePlaced(data: string, file: Placed): Promise<void> {
  const path = join(data, file.path);
  if ('text' in file) return write(path, file.text, file.mode);
  await mkdir(dirname(path), { recursive: true });
  await rm(`${path}.draft`, { force: true });
  await symlink(file.target, `${path}.draft`);
  await rename(`${path}.draft`, path);
}

async function write(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await replaceText(path, [text], mode);
}

/** The text of a file, if there is one that can be read. */
export function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
