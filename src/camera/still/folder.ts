import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Capture } from '../capture.ts';
import { CameraLost } from '../errors.ts';
import { IMAGES, SourceError } from '../source.ts';
import { fileErrorText } from './file-fault.ts';
import type { ReadStill } from './picture.ts';
import type { PassedOver } from './told.ts';

/** A read passes over so many bad files; then it comes back, so that a folder full of them does not look like a camera that hangs. */
const MOST_AT_ONCE = 20;

/** A file by its name for people, and its path, in bytes where the name is not UTF-8. */
type Entry = { readonly name: string; readonly path: string | Buffer };

/**
 * The pictures of a folder, once, by name, with 2 before 10. A file that cannot be shown is passed over and costs no time. Throws
 * `SourceError` if none is called a picture, and `CameraLost` at the end of a round that shows nothing.
 */
export async function folderCapture(
  folder: string,
  options: { readonly fps: number; readonly widest: number | undefined; readonly passedOver: PassedOver; readonly read: ReadStill },
): Promise<Capture & { readonly fps: number }> {
  const files = await entriesOf(folder);
  let [index, bad] = [0, 0];
  let first = '';
  const passOver = ({ name }: Entry, why: string): void => {
    bad += 1;
    first ||= `${name} ${why}`;
    options.passedOver.file(name, why);
  };
  return {
    name: folder,
    fps: options.fps,
    release: async () => undefined,
    read: async (wanted) => {
      for (let tries = 0; tries < MOST_AT_ONCE; tries += 1) {
        const file = files[index];
        if (!file) return endOfRound(folder, { bad, of: files.length, first }, options.passedOver);
        index += 1;
        if (tries === 0 && !wanted()) return 'skipped';
        const still = await options.read(file.path, options.widest);
        if (still.ok) return still.value;
        passOver(file, still.why);
      }
      return 'skipped';
    },
  };
}

function endOfRound(folder: string, { bad, of, first }: { bad: number; of: number; first: string }, passedOver: PassedOver): 'ended' {
  if (bad === of) throw new CameraLost(`the folder '${folder}' holds no picture that can be read (${of} passed over): ${first}`);
  passedOver.round(bad, of);
  return 'ended';
}

async function entriesOf(folder: string): Promise<readonly Entry[]> {
  const found = await readdir(folder, { encoding: 'buffer' }).catch((cause: unknown) => {
    throw new CameraLost(`the folder '${folder}' ${fileErrorText(cause)}`, { cause });
  });
  const all = found.map((bytes) => entryOf(folder, bytes));
  const entries = all.filter(({ name }) => IMAGES.includes(endOf(name)));
  if (entries.length === 0) throw new SourceError(`the folder '${folder}' holds no picture (${IMAGES.join(' ')})${othersIn(all)}`);
  return entries.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

const endOf = (name: string): string => extname(name).toLowerCase();

const UNREADABLE = ['.heic', '.heif', '.avif', '.gif', '.tif', '.tiff', '.jxl', '.dng', '.cr2', '.nef'];

/** What to add where the folder's pictures are of other kinds. */
function othersIn(entries: readonly Entry[]): string {
  const ends = entries.map(({ name }) => endOf(name)).filter((end) => UNREADABLE.includes(end));
  return ends.length === 0 ? '' : `; save its pictures of another kind (${[...new Set(ends)].join(' ')}) as JPEG`;
}

/** A name may hold anything, a line feed included. */
const forPeople = (name: string): string => name.replaceAll(/\p{Cc}/gu, '\ufffd');

function entryOf(folder: string, bytes: Buffer): Entry {
  const text = bytes.toString('utf8');
  const whole = Buffer.from(text, 'utf8').equals(bytes);
  return { name: forPeople(text), path: whole ? join(folder, text) : Buffer.concat([Buffer.from(`${folder}/`), bytes]) };
}
