import { applyRestored } from '../backup/apply.ts';
import type { Reading } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { Report } from '../domain/report.ts';
import { LinkedAbort } from '../shared/async/linked-abort.ts';
import { Scope } from '../shared/async/scope.ts';
import { makePrivate } from '../shared/private-file.ts';
import { compose } from './compose.ts';
import type { Life, LifeEnd } from './life.ts';
import { announcePage, restarter, settingsOf } from './life.ts';
import { collectGarbageOften } from './process/garbage.ts';
import { exposedState, stateDirOf } from './process/state-dir.ts';
import type { ServiceManager } from './process/systemd.ts';
import { managerOf } from './process/systemd.ts';
import { followTimeZone } from './process/time-zone.ts';
import { watchdog, watchdogTimes } from './process/watchdog.ts';
import { printChanges, summary } from './report/console-lines.ts';
import type { Status } from './report/status.ts';

/**
 * A whole life of the daemon: opens every room, reports that it is ready, runs until it is to stop or to start again, and closes
 * everything.
 */
export async function runDaemon(reading: Reading, config: Config, life: Life): Promise<LifeEnd> {
  collectGarbageOften();
  const { clock, env, tell, version } = life;
  const log = life.log.child({ room: 'daemon' });
  await using scope = new Scope();
  const stateDir = stateDirOf(config.state, env);
  for (const file of exposedState(stateDir)) makePrivate(file); // those of earlier versions
  using stop = new LinkedAbort(life.signal);
  const again = restarter(stop, clock);
  const settings = settingsOf(life, { stateDir, running: reading, restart: again.ask, log });
  const restored = applyRestored(stateDir, !config.venue);
  if (restored.length > 0) log.info({ restored }, 'daemon.restored');
  const { daemon, web } = await compose(config, { clock, env, log: life.log, ring: life.ring, scope, stateDir, version, settings });
  const manager = managerOf(env, log, clock);
  announcePage(web, tell);
  const unsubscribe = tellOf(daemon.status, tell, manager);
  await manager.ready();
  log.info({ version, url: web.url }, 'daemon.ready');
  life.onReady?.();
  try {
    const times = watchdogTimes(env);
    const fed = times && watchdog({ ...times, lastTurn: () => daemon.lastTurn }, manager, clock, log, stop.signal);
    const zone = followTimeZone({ clock, env, log }, stop.signal);
    await Promise.all([daemon.run(stop.signal).finally(() => stop.abort()), fed, zone]);
  } finally {
    unsubscribe();
    log.info({}, 'daemon.stopping');
  }
  return again.asked() ? 'restart' : 'stopped';
}

function tellOf(status: Status, tell: (line: string) => void, manager: ServiceManager): () => void {
  let before: Report | undefined;
  return status.onReport((report) => {
    const lines = printChanges(before, report);
    before = report;
    for (const line of lines) tell(line);
    if (lines.length > 0) void manager.status(summary(report));
  });
}
