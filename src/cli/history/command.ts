import type { HistoryConfig } from '../../config/schema.ts';
import { readPlan } from '../../daemon/process/plan-store.ts';
import { stateDirOf } from '../../daemon/process/state-dir.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import { printableJson } from '../../domain/one-line.ts';
import type { Moment } from '../../domain/units.ts';
import { moment } from '../../domain/units.ts';
import { SqliteArchive } from '../../history/archive.ts';
import { CSV_HEADER, csvOf, entryJson } from '../../history/diary/export.ts';
import { eraseHistory } from '../../history/erase.ts';
import { historyFile, openDiary } from '../../history/open.ts';
import type { Span } from '../../history/port.ts';
import { summarise } from '../../history/summary.ts';
import { today } from '../../shared/async/clock.ts';
import type { Io, Subcommand } from '../command.ts';
import { configOf, EXIT, parse, UsageError, whole } from '../command.ts';
import { explainedFailure } from '../console/failure.ts';
import { mustBeLivedIn } from '../console/lived-in.ts';
import { openLog } from '../console/log.ts';
import { sinceOf } from '../console/when.ts';
import { entryLine } from './lines.ts';
import { planJson, planLines } from './plan.ts';
import { reportJson, reportLines, reportSpan } from './report.ts';

const OPTIONS = {
  config: { type: 'string' },
  since: { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'boolean', default: false },
  csv: { type: 'boolean', default: false },
  report: { type: 'string' },
  plan: { type: 'boolean', default: false },
  erase: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
} as const;
type Flags = ReturnType<typeof parse<typeof OPTIONS>>['values'];

const SCREENFUL = 50;
const EVERYTHING = Number.MAX_SAFE_INTEGER;

export const history: Subcommand = {
  usage: `usage: moodbox history [--since WHEN] [--limit N] [--json | --csv] [--config FILE]
       moodbox history --report day|week [--json]
       moodbox history --plan [--json]
       moodbox history --erase --yes

Prints what the box remembers: moods, tracks, skips and likes. The newest ${SCREENFUL} entries, or all of them with --json or --csv. The
daemon may be running.
  --since WHEN   only entries since then: an age (2h, 7d), a day (2026-11-24) or a time ('2026-11-24 18:00')
  --limit N      only the newest N entries
  --json         one JSON object per line, times in UTC, lengths in seconds
  --csv          for a spreadsheet, times in this machine's time zone
  --report       a summary of today, or of the last seven days including today
  --plan         the plan of the day: what was agreed to on the page, and what the last weeks suggest, with how sure that is
  --erase        forget everything, for good; needs --yes too`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    const work = workOf(values);
    const config = configOf(values.config, io.env);
    const stateDir = stateDirOf(config.state, io.env);
    return explainedFailure('history', io, async () => {
      mustBeLivedIn(stateDir, values.erase ? 'history --erase --yes' : 'history');
      return values.plan ? await planning(config.history, stateDir, values, io) : work(historyFile(stateDir), io);
    });
  },
};

/** The work that the flags ask for. Throws `UsageError` if they contradict each other. */
function workOf(flags: Flags): (file: string, io: Io) => number {
  if (flags.json && flags.csv) throw new UsageError('--json or --csv, not both');
  if (flags.plan && hasMoreThanJson(flags)) throw new UsageError('--plan goes only with --json');
  if (flags.erase) return erasing(flags);
  if (flags.yes) throw new UsageError('--yes belongs to --erase');
  const now = today();
  if (flags.report !== undefined) return reporting(flags, now);
  const since = flags.since === undefined ? moment(0) : sinceOf(flags.since, now);
  const most = flags.json || flags.csv ? EVERYTHING : SCREENFUL;
  const limit = flags.limit === undefined ? most : whole('--limit', flags.limit);
  return (file, io) => list(read(file, { since, until: moment(EVERYTHING), limit }), flags, io);
}

function list(entries: readonly HistoryEntry[], { csv, json }: Flags, io: Io): number {
  if (csv) io.out(CSV_HEADER);
  const line = csv ? csvOf : json ? (entry: HistoryEntry) => printableJson(entryJson(entry)) : entryLine;
  for (const entry of entries) io.out(line(entry));
  if (entries.length === 0 && !csv && !json) io.out('there is nothing to show');
  return EXIT.ok;
}

function reporting(flags: Flags, now: Moment): (file: string, io: Io) => number {
  const { csv, json, limit, report, since } = flags;
  if (report !== 'day' && report !== 'week') throw new UsageError(`--report must be day or week, not '${report}'`);
  if (csv || limit !== undefined || since !== undefined) throw new UsageError('--report goes only with --json');
  const span = reportSpan(report, now);
  return (file, io) => {
    const summary = summarise(read(file, { ...span, limit: EVERYTHING }), span);
    if (json) io.out(printableJson(reportJson(summary)));
    else for (const line of reportLines(summary)) io.out(line);
    return EXIT.ok;
  };
}

/** Flags that narrow the list, or ask for something else than the plan. */
const hasMoreThanJson = ({ csv, erase, limit, report, since, yes }: Flags): boolean =>
  csv || erase || yes || [limit, report, since].some((each) => each !== undefined);

/** Tells the plan of the day. The failure of a file that cannot be read is told like that of the list. */
async function planning(config: HistoryConfig, stateDir: string, { json }: Flags, io: Io): Promise<number> {
  const proposal = await openDiary(config, stateDir, today).proposal();
  if (!proposal.ok) {
    io.err(proposal.why.sentence);
    return EXIT.failed;
  }
  const known = { decision: readPlan(stateDir, openLog('error')), proposal: proposal.value };
  if (json) io.out(printableJson(planJson(known)));
  else for (const line of planLines(known)) io.out(line);
  return EXIT.ok;
}

function erasing({ csv, json, limit, report, since, yes }: Flags): (file: string, io: Io) => number {
  if (csv || json || limit !== undefined || report !== undefined || since !== undefined)
    throw new UsageError('--erase goes only with --yes');
  if (!yes) throw new UsageError('--erase forgets everything for good: add --yes to confirm');
  return (file, io) => {
    io.out(eraseHistory(file) ? `everything in ${file} has been erased` : `there is no history in ${file}`);
    return EXIT.ok;
  };
}

function read(file: string, span: Span): readonly HistoryEntry[] {
  using archive = SqliteArchive.open(file);
  return archive?.entries(span) ?? [];
}
