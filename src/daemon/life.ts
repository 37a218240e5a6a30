import type { PageSettings } from '../config/layers.ts';
import type { Reading } from '../config/load.ts';
import { settingsFile } from '../config/page-file.ts';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { LinkedAbort } from '../shared/async/linked-abort.ts';
import type { Log } from '../shared/log.ts';
import type { LogRing } from '../shared/log-ring.ts';
import { spacedCode } from '../web/access/spaced-code.ts';
import type { WebServer } from '../web/open.ts';
import type { SettingsParts } from './answers/settings.ts';

/** The process around the box. */
export type Process = {
  readonly clock: Clock;
  /** The newest lines of the log, of all lives. */
  readonly ring: LogRing;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  /** Aborted when the daemon is to stop. */
  readonly signal: AbortSignal;
  /** Prints one line for each change that a person would want to know about. */
  readonly tell: (line: string) => void;
};

/** One life of the box, from a start to a stop or to the next start within the same process. */
export type Life = Process & {
  readonly log: Log;
  /** Reads the configuration anew; with other settings of the page, to try them. */
  readonly read: (page?: PageSettings) => Reading;
  /** Why the last settings of the page were taken back; absent if they were not. */
  readonly takenBack?: string | undefined;
  /** Called when the box has started: what it was started with is good. */
  readonly onReady?: () => void;
};

/** How a life ended: the process is to stop, or the box is to start again. */
export type LifeEnd = 'stopped' | 'restart';

/** Long enough for the answer to reach the page that asked. */
const LAST_ANSWER = ms(300);

/** Lets the page end this life for another one. An impatient visitor may ask often: it ends once. */
export function restarter(stop: LinkedAbort, clock: Clock): { readonly ask: () => void; readonly asked: () => boolean } {
  let asked = false;
  let pending = false;
  const end = (): void => {
    asked = true;
    stop.abort();
  };
  const ask = (): void => {
    if (pending) return;
    pending = true;
    clock.sleep(LAST_ANSWER, stop.signal).then(end, () => undefined);
  };
  return { asked: () => asked, ask };
}

/** What the page's settings need of this life. */
export const settingsOf = (
  { read, takenBack }: Life,
  { stateDir, ...parts }: Pick<SettingsParts, 'running' | 'restart' | 'log'> & { readonly stateDir: string },
): SettingsParts => ({ ...parts, read, takenBack, file: settingsFile(stateDir) });

/** Tells where the page is, and the code that sets its first PIN. */
export function announcePage(web: Pick<WebServer, 'url' | 'problem' | 'setupCode'>, tell: Process['tell']): void {
  tell(web.problem === undefined ? `page    ${web.url}` : `page    closed for now: ${web.problem}`);
  if (web.setupCode !== undefined)
    tell(`code    ${spacedCode(web.setupCode)}  (open the page and set a PIN with it; until then the network sees nothing)`);
}
