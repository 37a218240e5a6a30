import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../shared/names-in.ts';
import { textAt } from './place.ts';

/** The folder of the image in which the news of a start are, and a copy of the report. */
export const NEWS = '/run/moodbox-boot';
/** The most characters of one piece of news that the report repeats. */
const LONGEST = 4000;

/**
 * What happened at this start and belongs into the report: a text for each file of the folder, in the order of their names. The folder is
 * in memory, so it is empty at the next start. None if there is no such folder.
 */
export function newsIn(folder: string): readonly string[] {
  return namesIn(folder)
    .toSorted()
    .map((name) => textAt(join(folder, name))?.trim().slice(0, LONGEST) ?? '')
    .filter((text) => text !== '');
}

/** Leaves a text for the report. Throws the file system's error. */
export function leaveNews(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `${text}\n`);
}
