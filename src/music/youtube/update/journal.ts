import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWholeText } from '../../../shared/write-atomic.ts';
import type { UpdateFault } from './fault.ts';
import { UPDATE_SENTENCES } from './fault.ts';
import { VERSION } from './release.ts';

/**
 * How the last attempt ended. Moments are ISO 8601 by this machine's clock. `succeeded` is when the newest release was last in
 * use for certain; `passed` is a release that somebody went back from and that is not fetched again.
 */
export type JournalEntry = {
  readonly at: string;
  readonly outcome: 'updated' | 'newest' | 'failed' | 'rolled-back';
  readonly version?: string;
  readonly why?: UpdateFault;
  readonly detail?: string;
  readonly succeeded?: string;
  readonly passed?: string;
};

const JOURNAL = 'last.json';
const WISH = 'wanted';

/** The last attempt, or nothing where there was none or it cannot be read. */
export function lastOf(folder: string): JournalEntry | undefined {
  const said = objectIn(join(folder, JOURNAL));
  const [at, succeeded] = [momentOf(said?.at), momentOf(said?.succeeded)];
  if (!said || !at || !['updated', 'newest', 'failed', 'rolled-back'].includes(String(said.outcome))) return undefined;
  const versions = Object.fromEntries(['version', 'passed'].flatMap((key) => (isVersion(said[key]) ? [[key, said[key]]] : [])));
  const why = Object.hasOwn(UPDATE_SENTENCES, String(said.why)) ? { why: said.why as UpdateFault, detail: String(said.detail ?? '') } : {};
  return { at, outcome: said.outcome as JournalEntry['outcome'], ...versions, ...why, ...(succeeded && { succeeded }) };
}

export const writeLast = (folder: string, entry: JournalEntry): Promise<void> => write(folder, JOURNAL, entry);

/** Leaves word for systemd (moodbox-ytdlp.path) that an update is wanted now, and for `doctor` since when and why. */
export const requestUpdate = (folder: string, said: { readonly at: string; readonly failures: number }): Promise<void> =>
  write(folder, WISH, said);

/** Since when an update is wanted and not yet tried; nothing where none is. */
export const requestIn = (folder: string): string | undefined => momentOf(objectIn(join(folder, WISH))?.at);

export const clearRequest = (folder: string): Promise<void> => rm(join(folder, WISH), { force: true });

const write = (folder: string, name: string, value: object): Promise<void> =>
  writeWholeText(join(folder, name), [`${JSON.stringify(value)}\n`]);

function objectIn(file: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const said: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // A journal that is missing or damaged is begun anew; nothing depends on it.
  }
}

const momentOf = (value: unknown): string | undefined =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined;
const isVersion = (value: unknown): boolean => typeof value === 'string' && VERSION.test(value);
