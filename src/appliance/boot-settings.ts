import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CardReading } from './card-reading.ts';
import { readCard } from './card-reading.ts';
import { secretsOn } from './kept-passwords.ts';
import { defaultConfiguration } from './owner-settings.ts';
import type { Partitions } from './place.ts';
import { filesOnCard, place, placedFingerprint, textAt, writeIfChanged } from './place.ts';
import { CONFIGURATION, placedFor } from './placed.ts';
import type { Whereabouts } from './report-text.ts';
import { REPORT, reportText } from './report-text.ts';

/** What became of the card. `isNew`: it was not the one of the start before, and has been turned into files. */
export type CardTaken = { readonly card: CardReading; readonly isNew: boolean };

/**
 * Reads the card, and turns it into files on the data partition if it has changed. What is wrong on it changes nothing. Rejects with the
 * file system's error if the data partition cannot be written.
 */
export async function takeCard({ card, data }: Partitions): Promise<CardTaken> {
  const secretOf = secretsOn(data);
  const reading = readCard(filesOnCard(card), secretOf);
  const isNew = placedFingerprint(data) !== reading.fingerprint;
  const isUnconfigured = !existsSync(join(data, CONFIGURATION));
  if (!isNew && !isUnconfigured) return { card: reading, isNew };
  const configuration = reading.configuration ?? (isUnconfigured ? defaultConfiguration() : undefined);
  const { fingerprint, isWhole } = reading;
  await place(data, { files: placedFor(reading.system, configuration, secretOf), fingerprint, isWhole });
  return { card: reading, isNew };
}

/** The name that the box has from now on: from the card, from an earlier one, or as the image has it. */
export const hostnameOn = (data: string, otherwise: string): string => textAt(join(data, 'system/hostname'))?.trim() || otherwise;

/** Answers the card. Resolves to whether the report was written: not if it says the same already. Rejects with the file system's error. */
export const answerCard = (card: string, reading: CardReading, where: Whereabouts): Promise<boolean> =>
  writeIfChanged(join(card, REPORT), reportText(reading, where));
