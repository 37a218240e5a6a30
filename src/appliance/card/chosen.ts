import { OBEYED } from './obeyed-names.ts';
import { tidied } from './tidied.ts';

/** A file at the top of the card's FAT partition. `changed`: when it was written, in milliseconds, by the clock of whoever wrote it. */
export type CardFile = { readonly name: string; readonly changed: number; readonly bytes: Uint8Array };

/** The name that the image comes with. Editors make others of it: with `.txt` behind it, or in capitals. */
const EXPECTED = 'moodbox.yaml';

/** Whether a file of this name may hold settings. */
export const isSettingsName = (name: string): boolean => OBEYED.settings.test(name);

/**
 * The file that holds the settings, and the names of those that could be meant as well but are older. Editors that hide the end of a name
 * leave the image's own file behind, so the newest counts. `empty`: those in which nothing stands, which count as if they were not there.
 */
export function chosenOf(files: readonly CardFile[]): {
  readonly file?: CardFile;
  readonly older: readonly string[];
  readonly empty: readonly string[];
} {
  const rank = ({ name, changed }: CardFile): readonly [number, number] => [changed, name === EXPECTED ? 1 : 0];
  const settings = files.filter(({ name }) => isSettingsName(name)).toSorted((a, b) => rank(b)[0] - rank(a)[0] || rank(b)[1] - rank(a)[1]);
  const [file, ...others] = settings.filter(({ bytes }) => !isEmpty(bytes));
  const empty = settings.filter(({ bytes }) => isEmpty(bytes));
  return { ...(file && { file }), older: others.map(({ name }) => name), empty: empty.map(({ name }) => name) };
}

/** Whether there is nothing in it but blanks and line ends. An editor, or a card that was pulled, may leave such a file. */
const isEmpty = (bytes: Uint8Array): boolean => tidied(bytes).text.replaceAll('\0', '').trim() === '';
