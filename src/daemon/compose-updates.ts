import type { Config } from '../config/schema.ts';
import { today } from '../shared/async/clock.ts';
import type { Daemon } from './daemon.ts';
import { boxUpdates } from './upkeep/box-updates.ts';
import { NightUpdate } from './upkeep/night-update.ts';
import type { DaemonWorld } from './world.ts';

/** Has updates installed at night, until the daemon ends. On a box that was not started from the image it finds nothing to do. */
export function updateAtNight({ update }: Config, { status }: Daemon, { clock, log, scope, stateDir }: DaemonWorld): void {
  const over = new AbortController();
  const report = () => status.report();
  const updates = boxUpdates(stateDir);
  const night = new NightUpdate({
    ...{ updates, hours: update.hours, report, clock, today },
    random: Math.random,
    log: log.child({ room: 'daemon' }),
  });
  const running = night.run(over.signal);
  scope.own({
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await running;
    },
  });
}
