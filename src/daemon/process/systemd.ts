import notify from 'systemd-notify';
import { printable } from '../../domain/one-line.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runProgram } from '../../shared/process/run.ts';

const NOTIFY_LIMIT = ms(10_000);

/** Tells the service manager how the daemon is. */
export interface ServiceManager {
  /** The box has started, and this is what it is doing, in one line. */
  ready(status?: string): Promise<void>;
  status(line: string): Promise<void>;
  watchdog(): Promise<void>;
}

/** No service manager: the daemon was started by hand. */
export const noManager: ServiceManager = { ready: async () => {}, status: async () => {}, watchdog: async () => {} };

/**
 * systemd, through its own `systemd-notify` program (the unit needs `NotifyAccess=all`). The npm package of that name cannot send
 * WATCHDOG=1, so that is sent by calling the program directly. A failure to notify is logged and never fatal: READY=1 goes along with every
 * WATCHDOG=1. Where systemd is busy for more than five seconds, `systemd-notify` gives up waiting for it, and systemd then takes the
 * message of a process that has gone for a stranger's.
 */
export function systemd(log: Log, clock: Clock): ServiceManager {
  const send = (what: Promise<unknown>): Promise<void> =>
    what.then(
      () => undefined,
      (err: unknown) => log.warn({ err: String(err) }, 'systemd.untold'),
    );
  return {
    ready: (status = 'watching') => send(notify({ ready: true, status: printable(status) })),
    // To systemd each line of a status would be a command, such as WATCHDOG=trigger.
    status: (line) => send(notify({ status: printable(line) })),
    watchdog: () => send(notifyWatchdog(clock)),
  };
}

/** Rejects with the message of `systemd-notify` if that fails. */
async function notifyWatchdog(clock: Clock): Promise<void> {
  const { signal } = new AbortController();
  const options = { env: environmentFor('systemd-notify'), limit: NOTIFY_LIMIT, clock, signal };
  const ran = await runProgram('systemd-notify', ['--ready', `--pid=${process.pid}`, 'WATCHDOG=1'], options);
  if (ran.kind === 'missing') throw ran.err;
  if (ran.kind === 'stopped') throw new Error(`systemd-notify was stopped: ${ran.why}`);
  if (ran.code !== 0) throw new Error(`systemd-notify ended with status ${ran.code}: ${ran.stderr.trim()}`);
}

/** The service manager that the environment names, if any. */
export const managerOf = (env: NodeJS.ProcessEnv, log: Log, clock: Clock): ServiceManager =>
  env.NOTIFY_SOCKET ? systemd(log, clock) : noManager;
