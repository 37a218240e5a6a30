import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InferOutput } from 'valibot';
import { array, integer, maxValue, minValue, number, object, picklist, pipe, regex, string } from 'valibot';
import { EMOTIONS } from '../../domain/emotion.ts';
import { DAY_KINDS } from '../../domain/plan.ts';
import { fitting } from '../../shared/json.ts';
import { replaceText } from '../../shared/write-atomic.ts';
import type { Release } from './release.ts';

const DATE = pipe(string(), regex(/^\d{4}-\d{2}-\d{2}$/));
const LEDGER = array(
  object({
    since: DATE,
    until: DATE,
    epsilon: pipe(number(), minValue(0)),
    counts: array(
      object({
        day: picklist(DAY_KINDS),
        hour: pipe(number(), integer(), minValue(0), maxValue(23)),
        mood: picklist(EMOTIONS),
        count: number(),
      }),
    ),
  }),
);
type Kept = Readonly<InferOutput<typeof LEDGER>>;

/**
 * The file of all releases with noise, oldest first. Each day is in at most one of them, and a release is handed out again unchanged:
 * asking twice teaches nothing more, and no day spends more than ε.
 */
export const ledgerFile = (stateDir: string): string => join(stateDir, 'releases.json');

/** Undefined if the file is broken: then nobody knows which days have been spent. */
export function readLedger(file: string): readonly Release[] | undefined {
  try {
    const kept: Kept | undefined = fitting(LEDGER, JSON.parse(readFileSync(file, 'utf8')));
    return kept;
  } catch (err) {
    return (err as NodeJS.ErrnoException).code === 'ENOENT' ? [] : undefined;
  }
}

/** On disk before the release is given out. Rejects with the file system's error. */
export const writeLedger = (file: string, releases: readonly Release[]): Promise<void> =>
  replaceText(file, [`${JSON.stringify(releases)}\n`]);
