import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FixableError } from '../../shared/fixable-error.ts';

/** A file that was asked for on the command line cannot be written. The message is one line that says what to do. */
export class UnwritableError extends FixableError {
  override readonly name = 'UnwritableError';
}

/**
 * Writes a file completely or not at all, and creates its folder if necessary. Replaces a file or link of that name; the target of a
 * link stays as it is. Throws `UnwritableError`, whose message ends in `advice`.
 */
export async function writeWhole(path: string, bytes: Uint8Array, advice: string): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, bytes, { flag: 'wx' });
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    const why = (cause as Error).message.split(',')[0];
    throw new UnwritableError(`${path} cannot be written (${why}): ${advice}`, { cause });
  }
}
