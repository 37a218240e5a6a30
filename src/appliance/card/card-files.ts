import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../../shared/names-in.ts';
import type { CardFile } from './chosen.ts';
import { isSettingsName } from './chosen.ts';
import { IMAGER_FILES } from './imager.ts';
import { lookAlike } from './look-alikes.ts';

/** In bytes. Nobody writes settings as long as this: a larger file is something else. */
const LARGEST = 256 * 1024;

/**
 * What the top of the card has for us. `files`: those that may hold settings. `unread`: a sentence for each thing that somebody may have
 * meant for the box, and that is not read. `isSure`: nothing is among them that its owner may take for the settings of the box.
 */
export type CardContents = { readonly files: readonly CardFile[]; readonly unread: readonly string[]; readonly isSure: boolean };

/** Looks at the card; there is nothing on one that cannot be read. */
export function cardContents(card: string): CardContents {
  const seen = namesIn(card)
    .toSorted()
    .map((name) => seenAt(join(card, name), name));
  return {
    files: seen.flatMap((each) => (typeof each === 'string' || each === undefined ? [] : [each])),
    unread: seen.filter((each) => typeof each === 'string'),
    isSure: !seen.some((each) => typeof each === 'string' && each.includes(TOO_LARGE)),
  };
}

const TOO_LARGE = `is too large: settings have ${LARGEST / 1024} kB at most`;

/** A file with settings, or a sentence about what is none; undefined for all that has nothing to do with us. */
function seenAt(path: string, name: string): CardFile | string | undefined {
  const isSettings = isSettingsName(name) || IMAGER_FILES.some((each) => each === name.toLowerCase());
  try {
    const stats = statSync(path);
    if (!isSettings) return lookAlike(name, stats.isDirectory());
    if (stats.isDirectory()) return `Not read: ${name} is a folder. The settings are a file of that name.`;
    if (!stats.isFile()) return `Not read: ${name} is no ordinary file.`;
    if (stats.size > LARGEST) return `Not read: ${name} ${TOO_LARGE}.`;
    return { name, changed: stats.mtimeMs, bytes: readFileSync(path) };
  } catch {
    return isSettings ? `Not read: ${name} cannot be read. Check the card on a computer.` : undefined;
  }
}
