import { readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { FixableError } from '../../shared/fixable-error.ts';

/** Where the installed service keeps its state. */
const OF_THE_SERVICE = '/var/lib/moodbox';

/**
 * Makes sure that a moodbox has run with this state folder, so that a command does not speak of a box that is not there. `command` is what
 * the user typed after `moodbox`. Throws `FixableError` with the way to the service's box and to others.
 */
export function mustBeLivedIn(stateDir: string, command: string): void {
  if (namesIn(stateDir, command).length > 0) return;
  const service = isOfService(stateDir)
    ? "start the service, which makes it: 'sudo systemctl start moodbox'"
    : `for the service, run 'sudo -u moodbox moodbox ${command}' (its folder is ${OF_THE_SERVICE})`;
  throw new FixableError(
    `no moodbox has ever run with the state folder ${stateDir}, so nothing was done; ${service}; for another box, name its configuration with --config`,
  );
}

const isOfService = (stateDir: string): boolean => resolve(stateDir) === OF_THE_SERVICE;

function namesIn(stateDir: string, command: string): readonly string[] {
  try {
    return readdirSync(stateDir);
  } catch (err) {
    const { code } = err as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new FixableError(
      `${stateDir} cannot be read (${code}): run this as the user that runs moodbox, such as 'sudo -u moodbox moodbox ${command}'`,
      { cause: err },
    );
  }
}

/** Makes sure that a file which this user leaves in the folder can be read by the box. Throws `FixableError` if the folder is another's. */
export function mustBeOwn(stateDir: string, command: string): void {
  const folder = statSync(stateDir, { throwIfNoEntry: false });
  if (folder && folder.uid !== process.getuid?.())
    throw new FixableError(`${stateDir} belongs to another user: run this as that user, such as 'sudo -u moodbox moodbox ${command}'`);
}
