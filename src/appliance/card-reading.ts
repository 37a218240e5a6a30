import { createHash } from 'node:crypto';
import type { CardFile } from './chosen.ts';
import { chosenOf } from './chosen.ts';
import { networkConfigIn, userDataIn } from './imager.ts';
import type { WifiNetwork } from './networks.ts';
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

/** The lines of a Wi-Fi profile that hold the password which the box keeps for a network; undefined if it keeps none. */
export type SecretOf = (network: WifiNetwork) => string | undefined;

/** What the box has already: what `(stored)` stands for, and the country of its Wi-Fi. */
export type Kept = { readonly secretOf: SecretOf; readonly country?: string | undefined };
const NOTHING: Kept = { secretOf: () => undefined };

/** Reads the settings of a card, all of them data: nothing on the card is run. */
export function readCard(files: readonly CardFile[], { secretOf, country }: Kept = NOTHING): CardReading {
  const { file, older } = chosenOf(files);
  const named = (name: string): CardFile | undefined => files.find((each) => each.name.toLowerCase() === name);
  const [users, network] = [named('user-data'), named('network-config')];
  const readings = [
    ...(users ? [imagerFile(users, userDataIn)] : []),
    ...(network ? [imagerFile(network, networkConfigIn)] : []),
    ...(file ? [ownerFile(file, country)] : []),
  ].map((reading) => withKnownSecrets(reading, secretOf));
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

/** Leaves out each network whose password the file calls stored although the box does not have it, and says so. */
function withKnownSecrets(reading: FileReading, secretOf: SecretOf): FileReading {
  const { networks } = reading.settings;
  const unknown = (networks ?? []).filter((network) => network.isStored && secretOf(network) === undefined);
  if (networks === undefined || unknown.length === 0) return reading;
  const settings = { ...reading.settings, networks: networks.filter((network) => !unknown.includes(network)) };
  const missing = unknown.map(({ ssid }) => `system.wifi: this box has no stored password for '${ssid}': write the password itself`);
  return { ...reading, settings, problems: [...reading.problems, ...missing] };
}

function ownerFile({ name, bytes }: CardFile, country: string | undefined): FileReading {
  const { text, notes } = tidied(bytes);
  const { system, configuration, keys, problems } = ownerSettings(text, name, country);
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
