import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InferOutput } from 'valibot';
import { integer, number, object, picklist, pipe, string, transform } from 'valibot';
import { moment } from '../../domain/units.ts';
import { jsonFitting } from '../../shared/json.ts';
import { writeWholeText } from '../../shared/write-atomic.ts';

const KEPT = object({
  at: pipe(number(), transform(moment)),
  wording: pipe(number(), integer()),
  keeps: string(),
  /** Where it was confirmed: on the page, by an owner, or in a shell of the box. */
  by: picklist(['page', 'shell']),
});

/** That the notice hangs where people see it before they are seen: confirmed when, where, and in which wording. */
export type Confirmation = Readonly<InferOutput<typeof KEPT>>;

/** The file of the state folder that keeps it. */
export const confirmationFile = (stateDir: string): string => join(stateDir, 'venue.json');

/** The confirmation that is kept; undefined if there is none, or if it cannot be read: then the camera stays off. */
export function readConfirmation(stateDir: string): Confirmation | undefined {
  try {
    return jsonFitting(KEPT, readFileSync(confirmationFile(stateDir), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Writes the file completely or not at all. Rejects with the file system's error. */
export const writeConfirmation = (stateDir: string, confirmation: Confirmation): Promise<void> =>
  writeWholeText(confirmationFile(stateDir), [`${JSON.stringify(confirmation)}\n`]);
