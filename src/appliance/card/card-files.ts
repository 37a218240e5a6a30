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
    files: seen.flatMap(({ file }) => file ?? []),
    unread: seen.flatMap(({ unread }) => unread ?? []),
    isSure: !seen.some(({ isTooLarge }) => isTooLarge),
  };
}

/** A file that may hold settings, or a sentence about why it is not read; neither for a file that has nothing to do with us. */
type Seen = { readonly file?: CardFile; readonly unread?: string | undefined; readonly isTooLarge?: true };

function seenAt(path: string, name: string): Seen {
  const isSettings = isSettingsName(name) || IMAGER_FILES.some((each) => each === name.toLowerCase());
  try {
    const stats = statSync(path);
    if (!isSettings) return { unread: lookAlike(name, stats.isDirectory()) };
    if (stats.isDirectory()) return { unread: `Not read: ${name} is a folder. The settings are a file of that name.` };
    if (!stats.isFile()) return { unread: `Not read: ${name} is no ordinary file.` };
    if (stats.size > LARGEST)
      return { unread: `Not read: ${name} is too large: settings have ${LARGEST / 1024} kB at most.`, isTooLarge: true };
    return { file: { name, changed: stats.mtimeMs, bytes: readFileSync(path) } };
  } catch {
    return isSettings ? { unread: `Not read: ${name} cannot be read. Check the card on a computer.` } : {};
  }
}
