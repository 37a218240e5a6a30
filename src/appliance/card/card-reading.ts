import { createHash } from 'node:crypto';
import type { CardContents } from './card-files.ts';
import type { CardFile } from './chosen.ts';
import { chosenOf } from './chosen.ts';
import { networkConfigIn, userDataIn } from './imager.ts';
import { ownerSettings } from './owner-settings.ts';
import type { Protection } from './protection.ts';
import { protectionIn } from './protection.ts';
import { noRemarks } from './remarks.ts';
import type { WifiNetwork } from './system/networks.ts';
import type { SystemReading, SystemSettings } from './system/system-settings.ts';
import { tidied } from './tidied.ts';

/** One file of the card as it was understood. */
export type FileReading = SystemReading & {
  readonly name: string;
  /** The keys of moodbox's own configuration that it sets. */
  readonly keys: readonly string[];
  /** What holds for the public's protection although something is wrong. */
  readonly protection?: Protection;
  /** moodbox's own configuration file, if there is no mistake in it. */
  readonly configuration?: string;
};

/**
 * The whole card. `system`: what holds for the machine; the owner's file goes before Imager's. `isWhole`: the owner's file is there, says
 * more than the one that the image brings, and has no mistake, so that it is everything that holds. `fingerprint`: changes when any of
 * the files does.
 */
export type CardReading = {
  readonly files: readonly FileReading[];
  readonly older: readonly string[];
  /** The names of files that should hold settings and hold nothing. */
  readonly empty: readonly string[];
  /** A sentence for each thing that somebody may have meant for the box, and that is not read. */
  readonly unread: readonly string[];
  readonly system: SystemSettings;
  readonly configuration?: string;
  readonly protection?: Protection;
  readonly isWhole: boolean;
  readonly fingerprint: string;
};

/** The lines of a Wi-Fi profile that hold the password which the box keeps for a network; undefined if it keeps none. */
export type SecretOf = (network: WifiNetwork) => string | undefined;

/** What the box has already: what `(stored)` stands for, and the country of its Wi-Fi. */
export type OnBox = { readonly secretOf: SecretOf; readonly country?: string | undefined };
const NOTHING: OnBox = { secretOf: () => undefined };

/** Reads the settings of a card, all of them data: nothing on the card is run. An array is a card with nothing else on it. */
export function readCard(contents: CardContents | readonly CardFile[], { secretOf, country }: OnBox = NOTHING): CardReading {
  const { files, unread, isSure } = 'files' in contents ? contents : { files: contents, unread: [], isSure: true };
  const { file, older, empty } = chosenOf(files);
  const named = (name: string): CardFile | undefined => files.find((each) => each.name.toLowerCase() === name);
  const [users, network] = [named('user-data'), named('network-config')];
  const readings = [
    ...(users ? [imagerFile(users, userDataIn)] : []),
    ...(network ? [imagerFile(network, networkConfigIn)] : []),
    ...(file ? [ownerFile(file, country)] : []),
  ].map((reading) => withKnownSecrets(reading, secretOf));
  const own = file && readings.at(-1);
  const isRight = isSure && readings.every(({ problems, leftOut }) => problems.length + leftOut.length === 0);
  return {
    ...{ files: readings, older, empty, unread },
    system: Object.assign({}, ...readings.map(({ settings }) => settings)) as SystemSettings,
    ...(own?.configuration !== undefined && { configuration: own.configuration }),
    ...(own?.protection && { protection: own.protection }),
    isWhole: own?.configuration !== undefined && isRight,
    fingerprint: fingerprintOf([users, network, file]),
  };
}

/**
 * Leaves out each network whose password the file calls stored although the box does not have it; and, in a file with mistakes, each
 * without a password that the box has: the mistake may have cost it.
 */
function withKnownSecrets(reading: FileReading, secretOf: SecretOf): FileReading {
  const { networks } = reading.settings;
  const isBroken = reading.problems.length + reading.leftOut.length > 0;
  const whyNot = (network: WifiNetwork): string | undefined => {
    const { isStored, password, ssid } = network;
    if (isStored && secretOf(network) === undefined) return `this box has no stored password for '${ssid}': write the password itself`;
    if (!isBroken || isStored || password !== undefined || secretOf({ ...network, isStored: true }) === undefined) return undefined;
    return `stands here without a password, and the box keeps the one that it has`;
  };
  const unfit = (networks ?? []).flatMap((network) => {
    const why = whyNot(network);
    return why === undefined ? [] : [{ network, why: `Wi-Fi '${network.ssid}': ${why}` }];
  });
  if (networks === undefined || unfit.length === 0) return reading;
  const settings = { ...reading.settings, networks: networks.filter((network) => !unfit.some((each) => each.network === network)) };
  return { ...reading, settings, leftOut: [...reading.leftOut, ...unfit.map(({ why }) => why)] };
}

/** The file of the owner. One that says no more than that of the image says nothing of what the box has. */
function ownerFile({ name, bytes }: CardFile, country: string | undefined): FileReading {
  const { text, notes } = tidied(bytes);
  if (isForeign(text)) return { name, settings: {}, keys: [], ...noRemarks(), problems: [NOT_TEXT] };
  const { system, configuration, keys, problems } = ownerSettings(text, name, country);
  const reading = { ...system, name, keys, notes: [...notes, ...system.notes], problems: [...system.problems, ...problems] };
  const protection = reading.problems.length > 0 ? protectionIn(text) : undefined;
  if (protection)
    return { ...reading, protection, notes: [...reading.notes, PROTECTED], ...(configuration !== undefined && { configuration }) };
  if (isAsShipped(reading)) return { ...reading, notes: [...reading.notes, AS_SHIPPED] };
  return { ...reading, ...(configuration !== undefined && { configuration }) };
}

/** The only thing that the file of the image sets. */
const NAME_OF_IMAGE = 'moodbox';
const AS_SHIPPED = 'nothing more is set here than in the file that comes with the image: the box keeps everything that it has';
const PROTECTED = 'venue: the camera waits until the notice is confirmed, whatever else is wrong here';
const NOT_TEXT = 'this is not a text file: save the settings as plain text (in Word: Save As, Plain Text)';

function isAsShipped({ settings, keys, problems, leftOut }: FileReading): boolean {
  const { hostname = NAME_OF_IMAGE, ...others } = settings;
  return hostname === NAME_OF_IMAGE && Object.keys(others).length + keys.length + problems.length + leftOut.length === 0;
}

/** Whether a file is of another program: Word, a picture, a page of the web. Control characters stand in no text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const isForeign = (text: string): boolean => /[\0-\x08\x0e-\x1f]/.test(text) || /^\s*(\{\\rtf|PK\x03|%PDF|<[!?a-z])/i.test(text);

function imagerFile({ name, bytes }: CardFile, read: (text: string) => SystemReading): FileReading {
  const { text, notes } = tidied(bytes);
  const reading = read(text);
  return { ...reading, name, keys: [], notes: [...notes, ...reading.notes] };
}

function fingerprintOf(files: readonly (CardFile | undefined)[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file ? `${file.name} ${file.bytes.length}\n` : '-\n').update(file?.bytes ?? '');
  return hash.digest('hex');
}
