import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { ServiceManager } from './systemd.ts';

export type Pulse = {
  /** The last turn of the quietest seeing loop: it looked at a frame, handled a failure, or was off on purpose. */
  readonly lastTurn: () => Instant;
  readonly every: Ms;
  readonly stale: Ms;
};

/** Feeds every third of the time that systemd allows; a loop is stale after two thirds. `undefined` if systemd wants no watchdog. */
export function watchdogTimes(env: NodeJS.ProcessEnv): Pick<Pulse, 'every' | 'stale'> | undefined {
  const allowed = Number(env.WATCHDOG_USEC) / 1000;
  return allowed > 0 ? { every: ms(allowed / 3), stale: ms((allowed * 2) / 3) } : undefined;
}

/** Feeds systemd's watchdog from the work done, not from a timer: a daemon that is alive but stuck must be restarted. */
export async function watchdog(pulse: Pulse, manager: ServiceManager, clock: Clock, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const quietMs = elapsed(pulse.lastTurn(), clock.now());
    if (quietMs < pulse.stale) await manager.watchdog();
    else log.error({ quietMs }, 'watchdog.starving');
    await clock.sleep(pulse.every, signal).catch(() => undefined);
  }
}
