import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Moment } from '../../domain/units.ts';
import { moment } from '../../domain/units.ts';
import { SqliteArchive } from '../../history/archive.ts';
import { historyFile } from '../../history/open.ts';
import type { EveningPlan } from '../../simulate/evenings/evening.ts';
import { EVENINGS } from '../../simulate/evenings/evenings.ts';
import { timelineOf } from '../../simulate/from-history.ts';
import { parseTimeline } from '../../simulate/parse.ts';
import type { Timeline } from '../../simulate/timeline.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../command.ts';
import { dayFrom } from '../console/when.ts';

/** A timeline, and the date and time at its beginning. */
export type Staged = { readonly timeline: Timeline; readonly begins: Moment };

export type Surroundings = { readonly io: Io; readonly now: Moment; readonly stateDir: string };

/** Where a timeline comes from. `settings` are configuration keys (dotted) that it sets. The failure has a sentence for each mistake. */
export type EveningSource = {
  readonly settings: Readonly<Record<string, string>>;
  readonly stage: (around: Surroundings) => Promise<Result<Staged, readonly string[]>>;
};

type SourceFlags = {
  readonly file?: string | undefined;
  readonly evening?: string | undefined;
  readonly history?: string | undefined;
  readonly seed: number;
};

/** Half past seven on an evening in 2026, the same for every run. */
const BEGINS = moment(new Date(2026, 0, 10, 19, 30).getTime());
const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** The lines of `--help` about the evenings. */
export const EVENING_LINES = Object.entries(EVENINGS)
  .map(([name, { says }]) => `  ${name.padEnd(11)} ${says}`)
  .join('\n');

/** The source that the flags name. Throws `UsageError` if they name none, several, or an unknown one. */
export function eveningSourceOf({ evening, file, history, seed }: SourceFlags): EveningSource {
  const named = [file, evening, history].filter((each) => each !== undefined).length;
  if (named !== 1) throw new UsageError('give one of: a file, --evening NAME, --history DAY');
  if (evening !== undefined) return eveningSource(eveningNamed(evening), seed);
  return { settings: {}, stage: history === undefined ? fileStage(file ?? '-') : historyStage(history) };
}

function eveningNamed(name: string): EveningPlan {
  const evening = Object.hasOwn(EVENINGS, name) ? EVENINGS[name] : undefined;
  if (!evening) throw new UsageError(`there is no evening '${name}'; there are ${Object.keys(EVENINGS).join(', ')}`);
  return evening;
}

const eveningSource = ({ settings = {}, timeline }: EveningPlan, seed: number): EveningSource => ({
  settings,
  stage: async () => done({ timeline: timeline(seed), begins: BEGINS }),
});

const fileStage =
  (file: string): EveningSource['stage'] =>
  async ({ io }) => {
    const read = await textOf(file, io);
    if (!read.ok) return failed([read.why]);
    const timeline = parseTimeline(read.value);
    if (timeline.ok) return done({ timeline: timeline.value, begins: BEGINS });
    return failed(timeline.why.map((problem) => `${file === '-' ? 'standard input' : file}: ${problem}`));
  };

const historyStage =
  (day: string): EveningSource['stage'] =>
  async ({ now, stateDir }) => {
    const { since, until } = dayFrom('--history', day, now);
    using archive = SqliteArchive.open(historyFile(stateDir));
    const moods = (archive?.entries({ since, until, limit: EVERYTHING }) ?? []).filter(({ kind }) => kind === 'mood');
    if (moods.length === 0) return failed([`the history has no moods for ${day}; 'moodbox history' lists what it has`]);
    return done({ timeline: timelineOf(moods, since, until), begins: since });
  };

async function textOf(file: string, io: Io): Promise<Result<string, string>> {
  try {
    return done(file === '-' ? await (io.input ?? standardInput)() : await readFile(file, 'utf8'));
  } catch (err) {
    return failed(`${file} cannot be read (${(err as Error).message.split(',')[0]})`);
  }
}

const standardInput = (): Promise<string> => text(process.stdin);
