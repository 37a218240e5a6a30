import { applyRestored } from '../backup/apply.ts';
import type { Config } from '../config/schema.ts';
import type { Report } from '../domain/report.ts';
import type { Clock } from '../shared/async/clock.ts';
import { LinkedAbort } from '../shared/async/linked-abort.ts';
import { Scope } from '../shared/async/scope.ts';
import type { Log } from '../shared/log.ts';
import type { LogRing } from '../shared/log-ring.ts';
import { makePrivate } from '../shared/private-file.ts';
import { spacedCode } from '../web/access/pins.ts';
import { compose } from './compose.ts';
import { collectGarbageOften } from './process/garbage.ts';
import { exposedState, stateDirOf } from './process/state-dir.ts';
import type { ServiceManager } from './process/systemd.ts';
import { managerOf } from './process/systemd.ts';
import { followTimeZone } from './process/time-zone.ts';
import { watchdog, watchdogTimes } from './process/watchdog.ts';
import { printChanges, summary } from './report/console-lines.ts';
import type { Status } from './report/status.ts';

export type Process = {
  readonly clock: Clock;
  readonly log: Log;
  /** The newest lines of the log. */
  readonly ring: LogRing;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  /** Aborted when the daemon is to stop. */
  readonly signal: AbortSignal;
  /** Prints one line for each change that a person would want to know about. */
  readonly tell: (line: string) => void;
};

/** The daemon's whole life: opens every room, reports that it is ready, runs until it is stopped, and closes everything. */
export async function runDaemon(config: Config, process: Process): Promise<void> {
  collectGarbageOften();
  const { clock, env, tell, version } = process;
  const log = process.log.child({ room: 'daemon' });
  await using scope = new Scope();
  const stateDir = stateDirOf(config.state, env);
  for (const file of exposedState(stateDir)) makePrivate(file); // those of earlier versions
  const restored = applyRestored(stateDir);
  if (restored.length > 0) log.info({ restored }, 'daemon.restored');
  const { daemon, web } = await compose(config, { clock, log: process.log, ring: process.ring, scope, stateDir, version });
  const manager = managerOf(env, log, clock);
  using stop = new LinkedAbort(process.signal);
  tell(web.problem === undefined ? `page    ${web.url}` : `page    closed for now: ${web.problem}`);
  if (web.setupCode !== undefined)
    tell(`code    ${spacedCode(web.setupCode)}  (open the page and set a PIN with it; until then the network sees nothing)`);
  const unsubscribe = tellOf(daemon.status, tell, manager);
  await manager.ready();
  log.info({ version, url: web.url }, 'daemon.ready');
  try {
    const times = watchdogTimes(env);
    const fed = times && watchdog({ ...times, lastTurn: () => daemon.lastTurn }, manager, clock, log, stop.signal);
    const zone = followTimeZone({ clock, env, log }, stop.signal);
    await Promise.all([daemon.run(stop.signal).finally(() => stop.abort()), fed, zone]);
  } finally {
    unsubscribe();
    log.info({}, 'daemon.stopping');
  }
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
