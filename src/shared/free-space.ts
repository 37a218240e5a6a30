import { statfs } from 'node:fs/promises';

/** The bytes that this user can still write where the folder is. Rejects with the file system's error. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
