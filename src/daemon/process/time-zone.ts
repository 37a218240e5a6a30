import { lstatSync, readlinkSync, statSync } from 'node:fs';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';

/** What says which zone the machine is in: a link to a file of the zone, or a copy of one. `timedatectl set-timezone` changes it. */
const FILE = '/etc/localtime';
const EVERY = ms(30_000);

export type TimeZoneParts = { readonly clock: Clock; readonly log: Log; readonly env: NodeJS.ProcessEnv; readonly file?: string };

/**
 * Follows the machine's time zone until the signal is aborted: Node would read it only once, at its start. A zone that the environment
 * names (TZ) stays as it is; `TZ=:/etc/localtime`, which spares libc a look at the file, means the machine's.
 */
export async function followTimeZone({ clock, log, env, file = FILE }: TimeZoneParts, signal: AbortSignal): Promise<void> {
  if (env.TZ && env.TZ !== `:${FILE}`) return;
  for (let known = stampOf(file); !signal.aborted; ) {
    await clock.sleep(EVERY, signal).catch(() => undefined);
    const stamp = stampOf(file);
    if (stamp === known) continue;
    known = stamp;
    readTimeZoneAgain();
    log.info({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone }, 'daemon.time_zone');
  }
}

/**
 * Makes Node read the machine's time zone again. An assignment to TZ makes it forget the old one, and without TZ it looks at the machine.
 */
export function readTimeZoneAgain(): void {
  process.env.TZ = 'UTC';
  delete process.env.TZ;
}

/** Changes if the file, the link or what the link leads to changes. Empty if the file is missing. */
function stampOf(file: string): string {
  try {
    const link = lstatSync(file);
    const { ino, mtimeMs, size } = statSync(file);
    return [link.ino, link.mtimeMs, link.isSymbolicLink() ? readlinkSync(file) : '', ino, mtimeMs, size].join(' ');
  } catch {
    return ''; // The machine is in UTC then.
  }
}
