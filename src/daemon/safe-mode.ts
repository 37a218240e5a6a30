import { mkdirSync } from 'node:fs';
import { valueAt } from '../config/layers.ts';
import type { Reading } from '../config/load.ts';
import { safeConfigOf } from '../config/safe.ts';
import { printable } from '../domain/one-line.ts';
import { refusal } from '../domain/refusal.ts';
import type { Report } from '../domain/report.ts';
import { failed } from '../domain/result.ts';
import { moment, percent, share } from '../domain/units.ts';
import { LinkedAbort } from '../shared/async/linked-abort.ts';
import { Scope } from '../shared/async/scope.ts';
import type { PageAnswers } from '../web/api/endpoints.ts';
import { ENDPOINT_ROUTES } from '../web/api/endpoints.ts';
import { openWeb } from '../web/open.ts';
import type { Box } from '../web/port.ts';
import { aboutAnswers } from './answers/about.ts';
import { configAnswers } from './answers/settings.ts';
import type { Life, LifeEnd } from './life.ts';
import { announcePage, restarter, settingsOf } from './life.ts';
import { stateDirOf } from './process/state-dir.ts';
import { managerOf } from './process/systemd.ts';
import { watchdog, watchdogTimes } from './process/watchdog.ts';

const REFUSAL = refusal('safe_mode');

/**
 * The life of a box whose configuration is wrong: the page alone, with the settings and what is wrong with them. Nothing of the room is
 * seen or heard, and nothing is said over MQTT. Undefined, at once, if not even the page can be opened. Rejects like `runDaemon`.
 */
export async function runSafely(reading: Reading, life: Life): Promise<LifeEnd | undefined> {
  const config = safeConfigOf(reading);
  if (config === undefined) return undefined;
  const { clock, env, tell, version } = life;
  const log = life.log.child({ room: 'daemon' });
  await using scope = new Scope();
  using stop = new LinkedAbort(life.signal);
  const stateDir = stateDirOf(config.state, env);
  mkdirSync(stateDir, { recursive: true, mode: 0o750 }); // the box may never have started before
  const again = restarter(stop, clock);
  const settings = settingsOf(life, { stateDir, running: reading, restart: again.ask, log });
  const box = safeBox(reading, version, { ...aboutAnswers(aboutOf(reading, version)), ...configAnswers(settings) });
  const web = scope.own(await openWeb(config.web, box, { clock, log: life.log.child({ room: 'web' }), stateDir }));
  const manager = managerOf(env, log, clock);
  tellProblems(reading, life);
  announcePage(web, tell);
  await manager.ready(safeStatus(reading));
  log.error({ problems: reading.problems.length, url: web.url }, 'daemon.safe_mode');
  const times = watchdogTimes(env);
  const fed = times && watchdog({ ...times, lastTurn: () => clock.now() }, manager, clock, log, stop.signal);
  await Promise.all([untilAborted(stop.signal), fed]);
  return again.asked() ? 'restart' : 'stopped';
}

const countText = ({ problems }: Reading): string => (problems.length === 1 ? 'one mistake' : `${problems.length} mistakes`);
const safeStatus = (reading: Reading): string => `safe mode: ${countText(reading)} in the configuration`;

function tellProblems(reading: Reading, { tell }: Life): void {
  tell(`safe    ${countText(reading)} in the configuration: correct it on the page, or in the file and start again`);
  for (const problem of reading.problems) tell(printable(`wrong   ${problem}`));
}

const aboutOf = ({ values }: Reading, version: string) => ({
  id: String(valueAt(values, 'mqtt.id') ?? 'moodbox'),
  name: String(valueAt(values, 'mqtt.name') ?? 'moodbox'),
  version,
});

/** The page's box in safe mode: nothing is seen, heard or carried out. */
function safeBox(reading: Reading, version: string, answers: Partial<PageAnswers>): Box {
  const report = safeReport(aboutOf(reading, version));
  const refused = Object.fromEntries(ENDPOINT_ROUTES.map((route) => [route, async () => failed(REFUSAL)])) as unknown as PageAnswers;
  return {
    report: () => report,
    onReport: () => () => undefined,
    command: () => failed(REFUSAL),
    health: () => ({ ok: false, rooms: { configuration: countText(reading) } }),
    answers: { ...refused, ...answers },
  };
}

const safeReport = ({ id, version }: Pick<Report, 'id' | 'version'>): Report => ({
  ...{ id, version, safeMode: true },
  ...{ mood: 'neutral', assumed: true, expression: 'none', presence: { kind: 'unknown', since: moment(Date.now()) } },
  ...{ override: 'auto', autoplay: false, will: 'stopped', unsure: false, confidence: share(0), faces: [], sees: false },
  ...{ playback: { kind: 'silent' }, liked: false, noMusic: false, volume: percent(0), audible: true },
  camera: { kind: 'off' },
  broker: { kind: 'connecting', url: '' },
  history: { kind: 'off' },
  ...{ fps: 0, dropped: 0 },
});

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
