import type { Clock } from '../shared/async/clock.ts';
import type { Scope } from '../shared/async/scope.ts';
import type { Log } from '../shared/log.ts';
import type { LogRing } from '../shared/log-ring.ts';
import type { SettingsParts } from './answers/settings.ts';

/** What everything in the daemon is opened with. */
export type DaemonWorld = {
  readonly clock: Clock;
  readonly log: Log;
  /** The newest lines of the log. */
  readonly ring: LogRing;
  readonly scope: Scope;
  readonly stateDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  readonly settings: SettingsParts;
};
