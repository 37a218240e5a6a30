import { mkdir, open, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a text file whole or not at all, also where the power fails: beside it, synced, renamed. Its folder is made where it is
 * missing. One writer a file and process at a time. Rejects with what the file system says.
 */
export async function writeWholeText(path: string, pieces: Iterable<string>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o750 });
  const draft = join(dirname(path), `draft-${basename(path)}-${process.pid}`);
  {
    await using file = await open(draft, 'w', 0o640);
    for (const piece of pieces) await file.write(piece);
    await file.sync();
  }
  await rename(draft, path);
}
