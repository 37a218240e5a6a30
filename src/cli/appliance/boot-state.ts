import { lchownSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where moodbox keeps its state on the data partition. */
export const stateIn = (data: string): string => join(data, 'state');

/** For the daemon, which is not root: these files belong to whom the folder of the state belongs to. Throws the file system's error. */
export function leaveToDaemon(stateDir: string, paths: readonly string[]): void {
  const { uid, gid } = statSync(stateDir);
  for (const path of paths) lchownSync(path, uid, gid);
}
