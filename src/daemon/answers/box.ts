import { stringify } from 'yaml';
import type { Unpacked } from '../../backup/unpack.ts';
import { masked } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import type { BoxCheck } from '../../domain/checks.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Report } from '../../domain/report.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Tally } from '../../domain/tally.ts';
import type { Moment } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { LastUpdate } from '../../music/port.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { LogRing } from '../../shared/log-ring.ts';
import type { BOX_ENDPOINTS } from '../../web/api/box.ts';
import type { MachineAnswer, RestoreAnswer } from '../../web/api/box-shapes.ts';
import type { AnswersOf, FileAnswer, InputOf } from '../../web/api/endpoint.ts';
import type { PageVisitor } from '../../web/port.ts';
import type { RunErrand } from '../upkeep/errands.ts';
import { Kept } from '../upkeep/errands.ts';
import { knownChecks, withoutPaths } from '../upkeep/known-checks.ts';
import { linesOf } from '../upkeep/log-lines.ts';
import { readMachine } from '../upkeep/machine.ts';
import { sheetOf } from '../upkeep/sheet.ts';
import { supportBundle } from '../upkeep/support.ts';
import type { Upload } from '../upkeep/upload.ts';
import { isComplete, withPiece } from '../upkeep/upload.ts';

export type BoxParts = {
  readonly config: Config;
  readonly stateDir: string;
  readonly version: string;
  readonly clock: Clock;
  readonly today: () => Moment;
  /** The newest lines of the log. */
  readonly ring: LogRing;
  readonly report: () => Report;
  readonly eyes: () => 'turning' | 'stuck';
  readonly tally: () => Tally;
  readonly errand: RunErrand;
  /** How the last attempt to update yt-dlp ended, if there was one. */
  readonly lastUpdate: () => LastUpdate | undefined;
  /** The version of mpv, if it says. */
  readonly mpv: () => Promise<string | undefined>;
  /** Says the address of the page aloud. */
  readonly sayAddress: () => Promise<Result<void, Refusal>>;
  /** What systemd says of the box's units. */
  readonly units: () => Promise<string>;
};

type Table = typeof BOX_ENDPOINTS;
type Examination = { readonly at: Moment; readonly checks: readonly BoxCheck[] };

const DOCTOR_KEPT = ms(60_000);
const DOCTOR_AGAIN = ms(10_000);

export const boxAnswers = (parts: BoxParts): AnswersOf<Table> => {
  const doctor = new Kept(parts.clock, DOCTOR_KEPT, () => examination(parts));
  const restore = restoring(parts);
  return {
    'POST /api/doctor': async ({ again }, { level }) => {
      const { at, checks } = await doctor.get(again ? DOCTOR_AGAIN : DOCTOR_KEPT);
      const shown = level === 'owner' ? checks : checks.map(pathless);
      return done({ at, ok: checks.every(({ status }) => status !== 'fail'), checks: [...shown] });
    },
    'GET /api/machine': async () => done(await machineOf(parts)),
    'GET /api/log': async ({ after, level }) => {
      const kept = parts.ring.after(0);
      const lines = linesOf(kept, level).filter(({ seq }) => seq > after);
      return done({ last: kept.at(-1)?.seq ?? 0, lines: [...lines] });
    },
    'GET /api/support': async ({ titles }) => done(await support(parts, await doctor.get(), titles === 'yes')),
    'GET /api/backup': ({ history }) => backup(parts, history === 'yes'),
    'POST /api/restore': restore,
    'POST /api/say-address': saying(parts),
    'GET /api/sheet': async () => done(sheetOf(parts.config)),
  };
};

/** One after the other: two voices at once would say nothing. */
function saying({ sayAddress }: BoxParts) {
  let isSpeaking = false;
  return async (): Promise<Result<{ readonly said: boolean }, Refusal>> => {
    if (isSpeaking) return failed(refusal('setup_busy'));
    isSpeaking = true;
    try {
      const said = await sayAddress();
      return said.ok ? done({ said: true }) : said;
    } finally {
      isSpeaking = false;
    }
  };
}

/** The checks of a child, and what the daemon itself knows. A child that fails is a check that failed. */
async function examination({ config, errand, eyes, report, stateDir, today }: BoxParts): Promise<Examination> {
  const known = knownChecks(report(), eyes());
  const request = { kind: 'doctor', config: { ...config, state: { dir: stateDir } }, leave: known.map(({ name }) => name) };
  const answer = await errand(request);
  const found: readonly BoxCheck[] = answer.ok
    ? (JSON.parse(answer.value.toString('utf8')) as readonly BoxCheck[])
    : [{ name: 'doctor', status: 'fail', finding: answer.why, advice: 'check again in a minute' }];
  return { at: today(), checks: [...known, ...found] };
}

const pathless = ({ advice, finding, ...check }: BoxCheck): BoxCheck => ({
  ...check,
  finding: withoutPaths(finding),
  ...(advice !== undefined && { advice: withoutPaths(advice) }),
});

async function machineOf({ config, lastUpdate, mpv, report, stateDir, tally, version }: BoxParts): Promise<MachineAnswer> {
  const { dropped, fps, temperature, ytdlp } = report();
  const [{ node, ...machine }, player] = await Promise.all([readMachine(stateDir), mpv()]);
  const last = ytdlp && lastUpdate();
  return {
    ...machine,
    ...{ id: config.mqtt.id, name: config.mqtt.name, fps, dropped, counts: tally() },
    ...(temperature !== undefined && { temperature }),
    versions: {
      moodbox: version,
      node,
      ...(player !== undefined && { mpv: player }),
      ...(ytdlp && { ytdlp: { ...ytdlp, ...(last && { last }) } }),
    },
  };
}

async function support(parts: BoxParts, { checks }: Examination, titles: boolean): Promise<FileAnswer> {
  const { config, report, ring, today, units } = parts;
  const log = linesOf(ring.after(0), 'debug');
  const [machine, states] = await Promise.all([machineOf(parts), units()]);
  const bytes = await supportBundle({ at: today(), config, report: report(), machine, checks, log, units: states, titles });
  return { bytes, name: `moodbox-support-${dayOf(today())}.tar.gz` };
}

async function backup({ config, errand, stateDir, today, version }: BoxParts, history: boolean): Promise<Result<FileAnswer, Refusal>> {
  const request = { kind: 'backup', stateDir, history, settings: stringify(masked(config)), version, at: today() };
  const made = await errand(request);
  return made.ok ? done({ bytes: made.value, name: `moodbox-backup-${dayOf(today())}.tar.gz` }) : failed({ sentence: made.why });
}

const dayOf = (at: Moment): string => new Date(at).toISOString().slice(0, 10);

/** Collects the pieces of a backup, one backup at a time, and has the whole checked and laid ready. */
function restoring({ clock, errand, stateDir }: BoxParts) {
  let upload: Upload | undefined;
  let isChecking = false;
  const check = async (archive: Buffer): ReturnType<RunErrand> => {
    isChecking = true;
    try {
      return await errand({ kind: 'restore', stateDir }, archive);
    } finally {
      isChecking = false;
    }
  };
  return async (
    { at, data, of }: InputOf<Table['POST /api/restore']>,
    { address }: PageVisitor,
  ): Promise<Result<RestoreAnswer, Refusal>> => {
    // Each is work for a child, and the doctor and the next backup would wait behind all of them.
    if (isChecking) return failed(refusal('backup_checked'));
    const next = withPiece(upload, { at, of, bytes: Buffer.from(data, 'base64') }, address, clock.now());
    if (!next.ok) return next;
    upload = isComplete(next.value) ? undefined : next.value;
    if (upload) return done({ received: upload.received });
    const laid = await check(Buffer.concat(next.value.parts));
    if (!laid.ok) return failed({ sentence: laid.why });
    const { files, ...restored } = JSON.parse(laid.value.toString('utf8')) as Unpacked;
    return done({ received: of, restored: { ...restored, files: [...files] } });
  };
}
