import { readSystem } from '../../appliance/update/system.ts';
import { ms } from '../../domain/units.ts';
import { isWaiting } from '../../domain/update.ts';
import { systemClock } from '../../shared/async/clock.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runProgram } from '../../shared/process/run.ts';
import type { UpdateAction } from './world.ts';

const LIMIT = ms(30_000);

/** Starts the machine again, and does nothing else: not without an update that waits for it. */
export const restart: UpdateAction = async ({ installer, io, places }) => {
  const system = await readSystem(places, installer);
  if (!system.ok || !isWaiting(system.value)) {
    io.err(`moodbox update: ${system.ok ? 'no update waits for a restart' : system.why}`);
    return false;
  }
  const ran = await runProgram('systemctl', ['reboot'], {
    env: environmentFor('other', io.env),
    limit: LIMIT,
    clock: systemClock,
    signal: io.signal,
  });
  return ran.kind === 'ended' && ran.code === 0;
};
