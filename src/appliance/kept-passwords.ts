import { join } from 'node:path';
import { replaceText } from '../shared/write-atomic.ts';
import { cardContents } from './card/card-files.ts';
import type { CardReading, OnBox, SecretOf } from './card/card-reading.ts';
import { readCard } from './card/card-reading.ts';
import type { CardFile } from './card/chosen.ts';
import { chosenOf } from './card/chosen.ts';
import type { WifiNetwork } from './card/system/networks.ts';
import type { Partitions } from './place.ts';
import { keepFingerprint, placedFingerprint, textAt } from './place.ts';
import { COUNTRY, profilePath, secretIn, secretLine } from './placed.ts';
import { withStoredPasswords } from './stored-passwords.ts';

/** What the box keeps of the passwords of Wi-Fi networks on its data partition. */
export const secretsOn =
  (data: string): SecretOf =>
  (network) =>
    secretIn(textAt(join(data, profilePath(network))) ?? '');

/** What the box has already, for the reading of its card. */
export const keptOn = (data: string): OnBox => ({
  secretOf: secretsOn(data),
  country: /^Country=(.+)$/m.exec(textAt(join(data, COUNTRY)) ?? '')?.[1],
});

/**
 * What became of the passwords on the card. `moved`: the names of the networks whose passwords have left it; `left`: those whose passwords
 * could not be found in the file, so that they stay.
 */
export type PasswordsMoved = { readonly moved: readonly string[]; readonly left: readonly string[] };
const NOTHING: PasswordsMoved = { moved: [], left: [] };

/**
 * Takes the passwords of networks that have connected off the card, once the data partition has them. A plug pulled at any moment leaves
 * each password in one of the two places at least. A card that has changed since the start is left alone. `connected`: the names of those
 * networks. Rejects with the file system's error.
 */
export async function movePasswords(
  { card, data }: Partitions,
  connected: readonly string[],
  replace: typeof replaceText = replaceText,
): Promise<PasswordsMoved> {
  const contents = cardContents(card);
  const { files } = contents;
  const before = readCard(contents, keptOn(data));
  const { file } = chosenOf(files);
  if (!file || before.fingerprint !== placedFingerprint(data)) return NOTHING;
  const wanted = keptNetworks(before, file, connected, secretsOn(data));
  if (wanted.length === 0) return NOTHING;
  const changed: CardFile = { ...file, bytes: withStoredPasswords(file.bytes, wanted) };
  const after = readCard({ ...contents, files: files.map((each) => (each === file ? changed : each)) }, keptOn(data));
  const moved = wanted.filter((ssid) => networksOf(after, file).some((each) => each.ssid === ssid && each.isStored));
  const left = wanted.filter((ssid) => !moved.includes(ssid));
  if (moved.length === 0 || !sayTheSame(before, after, moved)) return { moved: [], left: wanted };
  await replace(join(card, file.name), [changed.bytes], undefined, new Date(file.changed));
  await keepFingerprint(data, after.fingerprint);
  return { moved, left };
}

/** The connected networks of the owner's file whose passwords the data partition has already, word for word. */
function keptNetworks(reading: CardReading, file: CardFile, connected: readonly string[], secretOf: SecretOf): readonly string[] {
  return networksOf(reading, file)
    .filter((network) => connected.includes(network.ssid) && network.password !== undefined)
    .filter((network) =>
      secretOf(network)
        ?.split('\n')
        .includes(secretLine(network.password ?? '')),
    )
    .map(({ ssid }) => ssid);
}

const networksOf = ({ files }: CardReading, { name }: CardFile): readonly WifiNetwork[] =>
  files.find((each) => each.name === name)?.settings.networks ?? [];

/** Whether two readings differ in nothing but the moved passwords: the last look before a file of the owner's is changed. */
function sayTheSame(before: CardReading, after: CardReading, moved: readonly string[]): boolean {
  const plain = ({ files, system, configuration, isWhole }: CardReading): string =>
    JSON.stringify([
      files.map(({ settings, problems, leftOut }) => [withoutMoved(settings), problems, leftOut]),
      withoutMoved(system),
      configuration,
      isWhole,
    ]);
  const withoutMoved = ({ networks, ...rest }: CardReading['system']): unknown => [
    rest,
    networks?.map(({ password, isStored: _, ...network }) => (moved.includes(network.ssid) ? network : { ...network, password })),
  ];
  return plain(before) === plain(after);
}
