import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GenericSchema } from 'valibot';
import { check, custom, fallback, object, optional, picklist, pipe, regex, string } from 'valibot';
import { fitting } from '../../../shared/json.ts';
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
  const entry = fitting(ENTRY, valueIn(join(folder, JOURNAL)));
  if (!entry) return undefined;
  const { at, outcome, why, detail, ...versions } = entry;
  const known = Object.fromEntries(Object.entries(versions).filter(([, value]) => value !== undefined));
  return { at, outcome, ...known, ...(why !== undefined && { why, detail: detail ?? '' }) };
}

export const writeLast = (folder: string, entry: JournalEntry): Promise<void> => write(folder, JOURNAL, entry);

/** Requests an update: systemd (moodbox-ytdlp.path) watches the file, and `doctor` reads since when and why. */
export const requestUpdate = (folder: string, request: { readonly at: string; readonly failures: number }): Promise<void> =>
  write(folder, REQUEST, request);

/** When the pending request was made; undefined without one, and if the `last` attempt came after it. */
export function requestIn(folder: string, last?: JournalEntry): string | undefined {
  const at = fitting(PENDING, valueIn(join(folder, REQUEST)))?.at;
  return at !== undefined && last !== undefined && Date.parse(last.at) >= Date.parse(at) ? undefined : at;
}

export const clearRequest = (folder: string): Promise<void> => rm(join(folder, REQUEST), { force: true });

const write = (folder: string, name: string, value: object): Promise<void> =>
  writeWholeText(join(folder, name), [`${JSON.stringify(value)}\n`]);

function valueIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // A missing or damaged journal starts afresh; nothing depends on it.
  }
}

const MOMENT = pipe(
  string(),
  check((text) => !Number.isNaN(Date.parse(text))),
);
const RELEASE = pipe(string(), regex(VERSION));
/** What cannot be read beside the outcome is left out. */
const leftOut = <S extends GenericSchema>(schema: S) => fallback(optional(schema), undefined);
const ENTRY = object({
  at: MOMENT,
  outcome: picklist(['updated', 'newest', 'failed', 'rolled-back']),
  version: leftOut(RELEASE),
  passed: leftOut(RELEASE),
  succeeded: leftOut(MOMENT),
  why: leftOut(custom<UpdateFault>((why) => typeof why === 'string' && Object.hasOwn(UPDATE_SENTENCES, why))),
  detail: leftOut(string()),
});
const PENDING = object({ at: MOMENT });
