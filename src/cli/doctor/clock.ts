import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { fine, warning } from './check.ts';
import { ask } from './program.ts';

/** The time of day: certificates and music addresses are valid only at the right time. A Raspberry Pi has no battery-backed clock. */
export const clock: Check = async (_, machine) => {
  const now = new Date();
  const { mtime } = await stat(new URL('../../../package.json', import.meta.url));
  const shown = now.toISOString().slice(0, 16).replace('T', ' ');
  const zone = `the hours of the day are those of ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
  if (now < mtime)
    return warning(`the clock says ${shown}, which is before moodbox was installed`, 'connect to the network, so that the time is set');
  const timesync = join(machine.root, 'run/systemd/timesync');
  if (existsSync(join(timesync, 'synchronized'))) return fine(`${shown} UTC, set from the network; ${zone}`);
  const answer = await ask('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], machine);
  const synced = answer.kind === 'said' ? answer.text.trim() : '';
  if (synced === 'yes') return fine(`${shown} UTC, set from the network; ${zone}`);
  if (synced === 'no') return warning(`${shown} UTC, not set from the network`, adviceBy(timesync));
  return fine(`${shown} UTC; it is not known here what sets it; ${zone}`);
};

/** systemd-timesyncd has a folder as soon as it runs. */
const adviceBy = (timesync: string): string =>
  existsSync(timesync) ? 'connect to the internet, so that the time is set' : 'sudo apt-get install systemd-timesyncd';
