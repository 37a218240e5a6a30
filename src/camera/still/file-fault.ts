import type { Stats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  ELOOP: 'is a link that leads in a circle',
  EIO: 'cannot be read from the disk, which may be failing',
  ENAMETOOLONG: 'has too long a name',
};

/** Why a file cannot be read, as the end of a sentence that names it. */
export const fileErrorText = (err: unknown): string => {
  const { code } = err as NodeJS.ErrnoException;
  return WORDS[code ?? ''] ?? (code === 'ENOENT' ? 'is not there any more' : `cannot be read (${code ?? String(err)})`);
};

/**
 * The file at this path, or why there is nothing to be read, as the end of a sentence that names it. Nothing is opened, since opening a
 * pipe would wait for ever.
 */
export async function ordinaryFile(path: string | Buffer, mostBytes = Number.POSITIVE_INFINITY): Promise<Result<Stats, string>> {
  try {
    const file = await stat(path);
    const fault = faultOf(file, mostBytes);
    return fault === undefined ? done(file) : failed(fault);
  } catch (err) {
    const link = await lstat(path).then(
      (itself) => itself.isSymbolicLink(),
      () => false,
    );
    return failed(link && (err as NodeJS.ErrnoException).code === 'ENOENT' ? 'is a link to a file that is not there' : fileErrorText(err));
  }
}

function faultOf(file: Stats, mostBytes: number): string | undefined {
  if (file.isDirectory()) return 'is a folder';
  if (!file.isFile()) return 'is no ordinary file';
  if (file.size === 0) return 'is empty';
  return file.size > mostBytes ? `is larger than ${mostBytes / 1024 / 1024} MB` : undefined;
}
