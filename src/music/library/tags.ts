import type { IAudioMetadata } from 'music-metadata';
import { parseFromTokenizer } from 'music-metadata';
import { FileTokenizer } from 'strtok3';
import { oneLine } from '../../domain/one-line.ts';
import { ms } from '../../domain/units.ts';
import { LinkedAbort } from '../../shared/async/linked-abort.ts';
import type { ReadTags, Tags } from './tag-port.ts';
import { NoSound, READ_LIMIT } from './tag-port.ts';

/** The most bytes to read at once: enough for a large cover, while a corrupt length cannot use up the memory. */
const LARGEST_PIECE = 16 * 1024 * 1024;
const MOST_WORDS = 8;

/** `TMOO` and `TXXX:MOOD` (ID3), `MOOD` (Vorbis, APE), `----:com.apple.iTunes:MOOD` (MP4), `WM/Mood` (ASF), `track:MOOD` (Matroska). */
const MOOD_TAG = /^(TMOO|(.*[:/])?MOOD)$/i;

/**
 * Reads the tags of a sound file, without its covers. What kind of sound it is, is told by its content; its name counts only where the
 * content says nothing. Rejects with `NoSound` if the file was read and is broken or no sound file, and with another error if it cannot be
 * read now or takes longer than five seconds. Settles only when the file is closed, so a share that hangs holds up only the caller.
 */
export const readTags: ReadTags = async (path, clock, signal) => {
  using limit = new LinkedAbort(signal).abortAfter(READ_LIMIT, clock, () => new Error(`not read within ${READ_LIMIT} ms`));
  const byContent = await parsed(path, 'content', limit.signal).catch(unlessItCannotBeRead);
  return tagsOf(byContent ?? (await parsed(path, 'name', limit.signal)));
};

const unlessItCannotBeRead = (err: unknown): undefined => {
  if (!(err instanceof NoSound)) throw err;
  return undefined;
};

async function parsed(path: string, by: 'content' | 'name', signal: AbortSignal): Promise<IAudioMetadata> {
  signal.throwIfAborted();
  const tokenizer = await FileTokenizer.fromFile(path, { regularFileOnly: true, maxBufferSize: LARGEST_PIECE });
  const giveUp = (): void => void tokenizer.close().catch(() => undefined); // the next read of a closed file rejects
  signal.addEventListener('abort', giveUp, { once: true });
  if (by === 'content') delete tokenizer.fileInfo.path;
  try {
    signal.throwIfAborted();
    const found = await parseFromTokenizer(tokenizer, { duration: false, skipCovers: true });
    if (!found.format.codec) throw new NoSound('holds no known kind of sound');
    return found;
  } catch (err) {
    signal.throwIfAborted();
    // An error of the system (EIO, ESTALE, …) is about the disk; any other is the parser's, about what the file holds.
    throw (err as NodeJS.ErrnoException).syscall === undefined ? new NoSound((err as Error).message, { cause: err }) : err;
  } finally {
    signal.removeEventListener('abort', giveUp);
    await tokenizer.close();
  }
}

function tagsOf({ common, format, native }: IAudioMetadata): Tags {
  const tags = Object.values(native).flat();
  return {
    ...textOf('title', common.title),
    ...textOf('artist', common.artist),
    moods: words(tags.filter(({ id }) => MOOD_TAG.test(id)).map(({ value }) => value)),
    genres: words(common.genre ?? []),
    ...(format.duration && format.duration > 0 && { duration: ms(Math.round(format.duration * 1000)) }),
  };
}

const textOf = (key: 'title' | 'artist', text: unknown): Partial<Tags> => {
  const line = lineOf(text);
  return line === '' ? {} : { [key]: line };
};

const words = (values: readonly unknown[]): readonly string[] => [...new Set(values.map(lineOf))].filter(Boolean).slice(0, MOST_WORDS);

/** Anybody may have written the tag. */
const lineOf = (text: unknown): string => (typeof text === 'string' ? oneLine(text) : '');
