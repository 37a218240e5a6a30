import type { Emotion } from '../domain/emotion.ts';
import { EMOTIONS } from '../domain/emotion.ts';
import { px } from '../domain/units.ts';
import type { GreyPicture } from '../inference/grey-picture.ts';
import { FixableError } from '../shared/fixable-error.ts';
import { majorityOf, VOTE_COLUMNS } from './votes.ts';

/** Side of a stored image, pixels; FER-2013's size. */
export const STORED_SIDE = px(48);
const IMAGE = STORED_SIDE * STORED_SIDE;

/** Labels and pixels do not match, or one of them is malformed. The message is one line for the user. */
export class LabelledError extends FixableError {
  override readonly name = 'LabelledError';
}

/**
 * One labelled face. `index` is its place in the pixel file. `majority` is what most FERPlus voters saw, if the file has their votes and
 * they chose one of our seven emotions.
 */
export type Labelled = { readonly index: number; readonly emotion: Emotion; readonly majority: Emotion | undefined };

/**
 * The rows of a labels file (comma-separated, with a header) of one `split`, or all of them if none is given. `emotion` is 0 to 6 in the
 * order of EMOTIONS; the ten columns VOTE_COLUMNS are optional. Throws `LabelledError` for a missing column, an invalid emotion or vote, or
 * an unknown split.
 */
export function labelsIn(csv: string, split?: string): { readonly rows: readonly Labelled[]; readonly total: number } {
  const [header = '', ...lines] = csv
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  const columns = header.split(',').map((name) => name.trim());
  const emotionAt = columnOf(columns, 'emotion');
  const splitAt = split === undefined ? undefined : columnOf(columns, 'split');
  const votesAt = VOTE_COLUMNS.some((name) => columns.includes(name)) ? VOTE_COLUMNS.map((name) => columnOf(columns, name)) : [];
  const cells = lines.map((line) => line.split(','));
  const all = cells.map((row, index) => {
    const votes = votesAt.map((at) => voteOf(row[at], index + 2));
    return { index, emotion: emotionOf(row[emotionAt], index + 2), majority: majorityOf(votes) };
  });
  const rows = splitAt === undefined ? all : all.filter(({ index }) => cells[index]?.[splitAt] === split);
  if (rows.length === 0) throw new LabelledError(nothingIn(split, splitAt === undefined ? [] : cells.map((row) => row[splitAt] ?? '')));
  return { rows, total: lines.length };
}

/** Checks that a pixel file of that many bytes holds one 48 x 48 grey image for each label. Throws `LabelledError`. */
export function checkPixels(bytes: number, labels: number): void {
  if (bytes === labels * IMAGE) return;
  const holds = Number.isInteger(bytes / IMAGE) ? `${bytes / IMAGE} images` : `${bytes} bytes, no whole number of 48 x 48 images,`;
  throw new LabelledError(`the pixels hold ${holds} but there are ${labels} labels`);
}

/** One stored image. It shares the memory of `pixels`. */
export const imageAt = (pixels: Uint8Array, index: number): GreyPicture => ({
  width: STORED_SIDE,
  height: STORED_SIDE,
  gray: pixels.subarray(index * IMAGE, (index + 1) * IMAGE),
});

function columnOf(columns: readonly string[], name: string): number {
  const at = columns.indexOf(name);
  if (at < 0) throw new LabelledError(`the labels have no column '${name}' (they have: ${columns.join(', ')})`);
  return at;
}

function emotionOf(cell: string | undefined, line: number): Emotion {
  const emotion = /^\s*[0-6]\s*$/.test(cell ?? '') ? EMOTIONS[Number(cell)] : undefined;
  if (!emotion) throw new LabelledError(`line ${line} of the labels has emotion '${cell ?? ''}'; expected 0 to ${EMOTIONS.length - 1}`);
  return emotion;
}

/** An empty cell means no votes, as in FERPlus' own file. */
function voteOf(cell: string | undefined, line: number): number {
  const votes = Number(cell ?? '');
  if (!(votes >= 0)) throw new LabelledError(`line ${line} of the labels has '${cell}' votes; expected a number of people`);
  return votes;
}

function nothingIn(split: string | undefined, splits: readonly string[]): string {
  if (split === undefined || splits.length === 0) return 'the labels hold no rows';
  return `the labels have no split '${split}' (they have: ${[...new Set(splits)].join(', ')})`;
}
