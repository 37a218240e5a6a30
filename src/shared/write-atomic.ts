import { mkdir, open, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Writes a text file whole or not at all, as `replaceText` does; its folder is made where it is missing. */
export async function writeWholeText(path: string, pieces: Iterable<string>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o750 });
  await replaceText(path, pieces);
}

/**
 * Writes a text file whole or not at all, also where the power fails: beside it, synced, renamed. One writer a file and process at a
 * time. Rejects with what the file system says, also where the folder is not there.
 */
export async function replaceText(path: string, pieces: Iterable<string>): Promise<void> {
  const draft = join(dirname(path), `draft-${basename(path)}-${process.pid}`);
  {
    await using file = await open(draft, 'w', 0o640);
    for (const piece of pieces) await file.write(piece);
    await file.sync();
  }
  await rename(draft, path);
}
