import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWholeText } from '../../../shared/write-atomic.ts';
import type { UpdateFault } from './fault.ts';
import { UPDATE_SENTENCES } from './fault.ts';
import { VERSION } from './release.ts';

/**
 * How the last attempt ended. Times are ISO 8601 by this machine's clock. `succeeded` is when the newest release was last known to be
 * in use. `passed` is a release that somebody rolled back, which is not fetched again.
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
const REQUEST = 'wanted';

/** The last attempt; undefined if there was none or its record cannot be read. */
export function lastOf(folder: string): JournalEntry | undefined {
  const entry = objectIn(join(folder, JOURNAL));
  const [at, succeeded] = [momentOf(entry?.at), momentOf(entry?.succeeded)];
  if (!entry || !at || !['updated', 'newest', 'failed', 'rolled-back'].includes(String(entry.outcome))) return undefined;
  const versions = Object.fromEntries(['version', 'passed'].flatMap((key) => (isVersion(entry[key]) ? [[key, entry[key]]] : [])));
  const why = Object.hasOwn(UPDATE_SENTENCES, String(entry.why))
    ? { why: entry.why as UpdateFault, detail: String(entry.detail ?? '') }
    : {};
  return { at, outcome: entry.outcome as JournalEntry['outcome'], ...versions, ...why, ...(succeeded && { succeeded }) };
}

export const writeLast = (folder: string, entry: JournalEntry): Promise<void> => write(folder, JOURNAL, entry);

/** Requests an update: systemd (moodbox-ytdlp.path) watches the file, and `doctor` reads since when and why. */
export const requestUpdate = (folder: string, request: { readonly at: string; readonly failures: number }): Promise<void> =>
  write(folder, REQUEST, request);

/** When the pending request was made; undefined if there is none. */
export const requestIn = (folder: string): string | undefined => momentOf(objectIn(join(folder, REQUEST))?.at);

export const clearRequest = (folder: string): Promise<void> => rm(join(folder, REQUEST), { force: true });

const write = (folder: string, name: string, value: object): Promise<void> =>
  writeWholeText(join(folder, name), [`${JSON.stringify(value)}\n`]);

function objectIn(file: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // A missing or damaged journal starts afresh; nothing depends on it.
  }
}

const momentOf = (value: unknown): string | undefined =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined;
const isVersion = (value: unknown): boolean => typeof value === 'string' && VERSION.test(value);
