import { createHash } from 'node:crypto';
import type { CardFile } from './chosen.ts';
import { chosenOf } from './chosen.ts';
import { networkConfigIn, userDataIn } from './imager.ts';
import { ownerSettings } from './owner-settings.ts';
import type { SystemReading, SystemSettings } from './system-settings.ts';
import { tidied } from './tidied.ts';

/** One file of the card as it was understood. `notes`: what was put right or is worth knowing. `problems`: what is wrong. */
export type FileReading = {
  readonly name: string;
  readonly settings: SystemSettings;
  /** The keys of moodbox's own configuration that it sets. */
  readonly keys: readonly string[];
  readonly notes: readonly string[];
  readonly problems: readonly string[];
  /** moodbox's own configuration file, if there is no mistake in it. */
  readonly configuration?: string;
};

/**
 * The whole card. `system`: what holds for the machine; the owner's file goes before Imager's. `isWhole`: the owner's file is there and has
 * no mistake. `fingerprint`: changes when any of the files does.
 */
export type CardReading = {
  readonly files: readonly FileReading[];
  readonly older: readonly string[];
  readonly system: SystemSettings;
  readonly configuration?: string;
  readonly isWhole: boolean;
  readonly fingerprint: string;
};

/** Reads the settings of a card, all of them data: nothing on the card is run. */
export function readCard(files: readonly CardFile[]): CardReading {
  const { file, older } = chosenOf(files);
  const named = (name: string): CardFile | undefined => files.find((each) => each.name.toLowerCase() === name);
  const [users, network] = [named('user-data'), named('network-config')];
  const readings = [
    ...(users ? [imagerFile(users, userDataIn)] : []),
    ...(network ? [imagerFile(network, networkConfigIn)] : []),
    ...(file ? [ownerFile(file)] : []),
  ];
  const own = readings.at(-1)?.configuration;
  return {
    files: readings,
    older,
    system: Object.assign({}, ...readings.map(({ settings }) => settings)) as SystemSettings,
    ...(own !== undefined && { configuration: own }),
    isWhole: own !== undefined && readings.every(({ problems }) => problems.length === 0),
    fingerprint: fingerprintOf([users, network, file]),
  };
}

function ownerFile({ name, bytes }: CardFile): FileReading {
  const { text, notes } = tidied(bytes);
  const { system, configuration, keys, problems } = ownerSettings(text, name);
  return {
    ...{ name, settings: system.settings, keys, notes, problems: [...system.problems, ...problems] },
    ...(configuration !== undefined && { configuration }),
  };
}

function imagerFile({ name, bytes }: CardFile, read: (text: string) => SystemReading): FileReading {
  const { text, notes } = tidied(bytes);
  return { name, keys: [], notes, ...read(text) };
}

function fingerprintOf(files: readonly (CardFile | undefined)[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file ? `${file.name} ${file.bytes.length}\n` : '-\n').update(file?.bytes ?? '');
  return hash.digest('hex');
}
