import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import notify from 'systemd-notify';
import type { Log } from '../../shared/log.ts';

const execute = promisify(execFile);

/** Tells the service manager how the daemon is. */
export interface ServiceManager {
  ready(): Promise<void>;
  status(line: string): Promise<void>;
  watchdog(): Promise<void>;
}

/** Nobody to tell: started by hand. */
export const nobody: ServiceManager = { ready: async () => {}, status: async () => {}, watchdog: async () => {} };

/**
 * systemd, through its own `systemd-notify` program (the unit needs `NotifyAccess=all`). That package cannot send
 * WATCHDOG=1, so the same program is called for it. A manager that cannot be told is logged, never fatal.
 */
export function systemd(log: Log): ServiceManager {
  const told = (what: Promise<unknown>): Promise<void> =>
    what.then(
      () => undefined,
      (err: unknown) => log.warn({ err: String(err) }, 'systemd.untold'),
    );
  return {
    ready: () => told(notify({ ready: true, status: 'watching' })),
    status: (line) => told(notify({ status: line })),
    watchdog: () => told(execute('systemd-notify', [`--pid=${process.pid}`, 'WATCHDOG=1'], { timeout: 10_000 })),
  };
}

/** The service manager of this process's environment. */
export const managerOf = (env: NodeJS.ProcessEnv, log: Log): ServiceManager => (env.NOTIFY_SOCKET ? systemd(log) : nobody);
