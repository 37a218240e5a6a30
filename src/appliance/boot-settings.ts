import { existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceText } from '../shared/write-atomic.ts';
import { cardContents } from './card/card-files.ts';
import type { CardReading } from './card/card-reading.ts';
import { readCard } from './card/card-reading.ts';
import { defaultConfiguration, withKeysOfBefore } from './card/owner-settings.ts';
import { protectedBy } from './card/protection.ts';
import type { SystemSettings } from './card/system/system-settings.ts';
import { keptOn } from './kept-passwords.ts';
import type { Partitions } from './place.ts';
import { place, placedFingerprint, textAt, writeIfChanged } from './place.ts';
import { AIRPLAY, CONFIGURATION, placedFor, SSH_KEYS } from './placed.ts';
import type { Whereabouts } from './report-text.ts';
import { REPORT, reportText } from './report-text.ts';

/**
 * What became of the card. `isNew`: it was not the one of the start before, and has been turned into files. `takenBack`: the paths below
 * the data partition of what an earlier card had said and this one does not.
 */
export type CardTaken = { readonly card: CardReading; readonly isNew: boolean; readonly takenBack: readonly string[] };

/**
 * Reads the card, and turns it into files on the data partition if it has changed. What is wrong on it changes nothing. Rejects with the
 * file system's error if the data partition cannot be written.
 */
export async function takeCard({ card, data }: Partitions): Promise<CardTaken> {
  const kept = keptOn(data);
  const reading = readCard(cardContents(card), kept);
  const isNew = placedFingerprint(data) !== reading.fingerprint;
  const before = textAt(join(data, CONFIGURATION));
  if (!isNew && before !== undefined) return { card: reading, isNew, takenBack: [] };
  const { fingerprint, isWhole, protection, system } = reading;
  const asked = reading.configuration ?? (before === undefined ? defaultConfiguration() : undefined);
  const merged = isWhole || asked === undefined || before === undefined ? asked : withKeysOfBefore(asked, before);
  const configuration = protection ? protectedBy(protection, merged ?? before ?? '') : merged;
  const files = placedFor(isWhole ? system : withKeysOf(data, system), configuration, kept.secretOf);
  const unwanted = system.airplay === false ? [AIRPLAY] : [];
  return { card: reading, isNew, takenBack: await place(data, { files, fingerprint, isWhole, unwanted }) };
}

/** The keys of before stay beside the new ones: one that could not be read may be the only one that its owner has. */
function withKeysOf(data: string, { sshKeys, ...settings }: SystemSettings): SystemSettings {
  if (sshKeys === undefined) return settings;
  const before = (textAt(join(data, SSH_KEYS)) ?? '').split('\n').filter((line) => line !== '');
  return { ...settings, sshKeys: [...new Set([...before, ...sshKeys])] };
}

/** The name that the box has from now on: from the card, from an earlier one, or as the image has it. */
export const hostnameOn = (data: string, otherwise: string): string => textAt(join(data, 'system/hostname'))?.trim() || otherwise;

/**
 * Answers the card: on it, and by a copy in the folder of the news, which is in memory, for the screen: a card that is full or read-only
 * keeps the report of another start. Resolves to whether the report was written: not if it says the same already. Rejects with the file
 * system's error.
 */
export async function answerCard({ card, news }: AnswerTo, reading: CardReading, where: Whereabouts): Promise<boolean> {
  const text = reportText(reading, where);
  await writeCopy(news, text);
  const path = join(card, REPORT);
  try {
    return await writeIfChanged(path, text);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'ENOSPC') throw err;
    await overwrite(path, text);
    return true;
  }
}

/** Where the answer goes. `news`: the folder of the news of this start. */
export type AnswerTo = { readonly card: string; readonly news: string };

/** Without the rights of others: the code for the first PIN is in it. */
async function writeCopy(news: string, text: string): Promise<void> {
  const folder = join(news, 'report');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await replaceText(join(folder, REPORT), [text], 0o600);
}

/**
 * Writes over a file where it is, for a card that has no room for a second one. What does not fit is left out: nothing of before may
 * stay.
 */
async function overwrite(path: string, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  let written = 0;
  await using file = await open(path, existsSync(path) ? 'r+' : 'w');
  try {
    while (written < bytes.length) written += (await file.write(bytes, written, bytes.length - written, written)).bytesWritten;
  } catch (err) {
    throw Object.assign(err as Error, { path });
  } finally {
    await file.truncate(written);
    await file.sync();
  }
}
