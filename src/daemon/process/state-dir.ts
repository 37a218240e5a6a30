import { homedir } from 'node:os';
import { join } from 'node:path';
import type { StateConfig } from '../../config/schema.ts';
import { filesOpenToAll } from '../../shared/private-file.ts';

/** The folder for what must survive a restart: as configured, as systemd says, or the usual place for root or for a user. */
export function stateDirOf({ dir }: StateConfig, env: NodeJS.ProcessEnv, uid = process.getuid?.()): string {
  if (dir !== '') return dir;
  if (env.STATE_DIRECTORY) return env.STATE_DIRECTORY.split(':')[0] ?? env.STATE_DIRECTORY;
  return uid === 0 ? '/var/lib/moodbox' : join(env.XDG_STATE_HOME || join(homedir(), '.local/state'), 'moodbox');
}

const OWN_FILE =
  /^((access|announced|bias|guests|playing|rooms|searches|switches|library-reading|venue|words|zones)\.json|settings\.yaml.*|screen-token|library-tags\.ndjson|history\.db.*)$/;

/** The files of moodbox in its state folder that every user of this machine can read or change. `state.dir` may hold other files too. */
export const exposedState = (dir: string): readonly string[] =>
  filesOpenToAll(dir)
    .filter((name) => OWN_FILE.test(name))
    .map((name) => join(dir, name));
