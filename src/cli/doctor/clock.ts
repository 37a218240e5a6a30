import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { fine, warning } from './check.ts';
import { ask } from './program.ts';

/** The time of day: certificates and the addresses of music are only valid in the right year. A Raspberry Pi has no clock of its own. */
export const clock: Check = async (_, machine) => {
  const now = new Date();
  const { mtime } = await stat(new URL('../../../package.json', import.meta.url));
  const shown = now.toISOString().slice(0, 16).replace('T', ' ');
  if (now < mtime)
    return warning(`it is said to be ${shown}, before moodbox was installed`, 'connect to the network, so that the time is set');
  const marked = await access(join(machine.root, 'run/systemd/timesync/synchronized')).then(
    () => true,
    () => false,
  );
  if (marked) return fine(`${shown} UTC, set from the network`);
  const said = await ask('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], machine);
  const synced = said.kind === 'said' ? said.text.trim() : '';
  if (synced === 'yes') return fine(`${shown} UTC, set from the network`);
  if (synced === 'no') return warning(`${shown} UTC, not set from the network`, 'sudo apt-get install systemd-timesyncd');
  return fine(`${shown} UTC; who sets it cannot be told here`);
};
