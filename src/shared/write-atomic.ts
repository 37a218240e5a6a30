import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Writes a text file completely or not at all, like `replaceText`, and creates its folder if it is missing. */
export async function writeWholeText(path: string, pieces: Iterable<string>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o750 });
  await replaceText(path, pieces);
}

/**
 * Writes a file completely or not at all, even if the power fails: writes a draft beside it, syncs it, and renames it. Allows one
 * writer for each file and process at a time. Rejects with the file system's error, also if the folder is missing; its `path` is the
 * file. `mode`: who may read it. `changed`: the time of the last change that the file shows afterwards; now by default.
 */
export async function replaceText(path: string, pieces: Iterable<string | Uint8Array>, mode = 0o640, changed?: Date): Promise<void> {
  const draft = join(dirname(path), `draft-${basename(path)}-${process.pid}`);
  try {
    await writeDraft(draft, { pieces, mode, changed });
    await rename(draft, path);
  } catch (err) {
    await rm(draft, { force: true }).catch(() => undefined); // on a full disk it is in the way of everything else
    throw (err as NodeJS.ErrnoException).code === undefined ? err : Object.assign(err as Error, { path });
  }
}

type Draft = { readonly pieces: Iterable<string | Uint8Array>; readonly mode: number; readonly changed: Date | undefined };

async function writeDraft(draft: string, { pieces, mode, changed }: Draft): Promise<void> {
  await using file = await open(draft, 'w', mode);
  await file.chmod(mode); // a draft that was left behind keeps the mode that it had
  for (const piece of pieces) await file.writeFile(piece);
  if (changed) await file.utimes(changed, changed);
  await file.sync();
}
