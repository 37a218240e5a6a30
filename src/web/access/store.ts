import { readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { InferOutput } from 'valibot';
import {
  array,
  boolean,
  check,
  integer,
  maxValue,
  minValue,
  number,
  object,
  optional,
  picklist,
  pipe,
  readonly,
  regex,
  string,
  transform,
} from 'valibot';
import { moment } from '../../domain/units.ts';
import { fileVersion } from '../../shared/file-version.ts';
import { jsonFitting } from '../../shared/json.ts';
import { replaceText } from '../../shared/write-atomic.ts';
import { DEVICE } from './device.ts';
import { COST } from './pins.ts';

const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value));
const MOMENT = pipe(number(), transform(moment));
/** scrypt takes no other cost, and a higher one more memory than we give it. */
const COST_KEPT = pipe(number(), integer(), minValue(2), maxValue(COST), check(isPowerOfTwo));
const PIN = object({ salt: string(), hash: string(), cost: COST_KEPT, loose: optional(boolean()) });
const SESSION = object({ hash: string(), level: picklist(['household', 'owner']), began: MOMENT, used: MOMENT, device: optional(DEVICE) });
const KEPT = object({
  /** Allows to set the first PIN; absent once there is one. */
  setup: optional(pipe(string(), regex(/^\d{8}$/))),
  owner: optional(PIN),
  household: optional(PIN),
  sessions: pipe(array(SESSION), readonly()),
  /** The token of the guest link. It gives no right but to look, and is shown again to whoever prints it. */
  guest: optional(string()),
});

/** Who may do what, as it is kept in the state folder. Without `owner`, no PIN has been set. */
export type KeptAccess = Readonly<InferOutput<typeof KEPT>>;

/** The file with the PINs and the sessions. Nobody but the user of the box may read it. */
export const accessFile = (stateDir: string): string => join(stateDir, 'access.json');
export const ACCESS_MODE = 0o600;

/**
 * What tells one content of the file from another without reading it: the system's error code if nobody can tell, undefined if there is no
 * file.
 */
export function versionOf(file: string): string | undefined {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    return found && fileVersion(found);
  } catch (err) {
    return (err as NodeJS.ErrnoException).code;
  }
}

/** Reads the file; undefined if it does not exist. Throws the file system's error. */
export function readAccess(file: string): KeptAccess | 'damaged' | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw err;
  }
  return jsonFitting(KEPT, text) ?? 'damaged';
}

/** The code that sets the first PIN; undefined once there is a PIN, and before moodbox has made a code. Throws as `readAccess` does. */
export function setupCodeIn(stateDir: string): string | undefined {
  const kept = readAccess(accessFile(stateDir));
  return kept === undefined || kept === 'damaged' || kept.owner ? undefined : kept.setup;
}

/** Moves a damaged file aside. Returns where it is now. */
export function setAccessAside(file: string): string {
  const aside = `${file}.damaged`;
  renameSync(file, aside);
  return aside;
}

/** Writes the file completely or not at all. Rejects with the file system's error. */
export const writeAccess = (file: string, kept: KeptAccess): Promise<void> =>
  replaceText(file, [`${JSON.stringify(kept, undefined, 1)}\n`], ACCESS_MODE);
