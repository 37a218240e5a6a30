import { setImmediate } from 'node:timers/promises';
import { printableJson } from '../../domain/one-line.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Moment } from '../../domain/units.ts';
import { SqliteArchive } from '../archive.ts';
import { eraseBefore } from '../erase-before.ts';
import { HistoryError } from '../failure.ts';
import { faultReason } from '../faults.ts';
import type { Archive, Diary, DiaryAnswer } from '../port.ts';
import type { Dice } from '../private/discrete-laplace.ts';
import { researchOf } from '../private/research.ts';
import { CSV_HEADER, csvOf, entryJson, shareable } from './export.ts';
import type { LocalDate, TimeSpan } from './local-time.ts';
import { dateOf, dayStart, localDay } from './local-time.ts';
import { MOST_A_DAY, portionsOf } from './portions.ts';
import { LOOKS_BACK, PlanEvidence } from './proposal.ts';
import { StatisticsCount } from './statistics.ts';
import { stripOf } from './strip.ts';
import { TransitionCount } from './transitions.ts';

export type DiaryParts = {
  /** The history's file, and the folder where releases of statistics are kept. */
  readonly file: string;
  readonly stateDir: string;
  /** ε of the statistics that leave the box; 0: they are exact. */
  readonly epsilon: number;
  readonly today: () => Moment;
  readonly dice: Dice;
};

/** The largest export, in characters. */
const LARGEST = 4_000_000;
const EMPTY: Archive = { entries: () => [], [Symbol.dispose]: () => undefined };

/** Reads and erases the history's file beside the daemon's own writing. */
export class FileDiary implements Diary {
  readonly #parts: DiaryParts;
  #releasing: Promise<unknown> = Promise.resolve();

  constructor(parts: DiaryParts) {
    this.#parts = parts;
  }

  strips: Diary['strips'] = (date, days) =>
    this.#read(async (archive) => {
      const first = localDay(date)?.since ?? dayStart(this.#parts.today());
      const strips = [];
      for (let day = 0; day < days; day += 1) {
        strips.push(this.#strip(archive, { since: dayStart(first, day), until: dayStart(first, day + 1) }));
        await setImmediate();
      }
      return strips;
    });

  transitions: Diary['transitions'] = (span) =>
    this.#read(async (archive) => (await this.#fed(archive, span, new TransitionCount())).transitions);

  statistics: Diary['statistics'] = (span) =>
    this.#read(async (archive) => (await this.#fed(archive, span, new StatisticsCount())).statistics);

  proposal: Diary['proposal'] = () =>
    this.#read(async (archive) => {
      const until = this.#parts.today();
      return (await this.#fed(archive, { since: dayStart(until, -LOOKS_BACK), until }, new PlanEvidence())).proposal;
    });

  async exported(span: TimeSpan, as: 'csv' | 'json'): DiaryAnswer<string> {
    const lines = await this.#read((archive) => exportedLines(archive, span, as));
    if (!lines.ok) return lines;
    if (!lines.value) return failed('that is more than one file holds; ask for fewer days at a time');
    return done(as === 'csv' ? `${[CSV_HEADER, ...lines.value].join('\r\n')}\r\n` : `[\n${lines.value.join(',\n')}\n]\n`);
  }

  /** One at a time: two at once would give out the same days with different noise. */
  research(): DiaryAnswer<string> {
    const { dice, epsilon, stateDir, today } = this.#parts;
    const next = async (): DiaryAnswer<string> => {
      const answer = await this.#read((archive) => researchOf(archive, { dice, epsilon, stateDir, now: today() }));
      return answer.ok ? answer.value : answer;
    };
    const answer = this.#releasing.then(next, next);
    this.#releasing = answer;
    return answer;
  }

  async erase(before: Moment): ReturnType<Diary['erase']> {
    const { file, today } = this.#parts;
    try {
      return done(await eraseBefore(file, before, { everything: before >= today() }));
    } catch (err) {
      return refusal(err);
    }
  }

  #strip(archive: Archive, span: TimeSpan): TimeSpan & ReturnType<typeof stripOf> & { readonly date: LocalDate } {
    const entries = archive.entries({ ...span, limit: MOST_A_DAY });
    return { date: dateOf(span.since), ...span, ...stripOf(entries, span, this.#parts.today()) };
  }

  async #fed<T extends { add(entries: ReturnType<Archive['entries']>): T }>(archive: Archive, span: TimeSpan, into: T): Promise<T> {
    for await (const day of portionsOf(archive, span)) into.add(day);
    return into;
  }

  async #read<T>(work: (archive: Archive) => Promise<T>): DiaryAnswer<T> {
    try {
      using archive = SqliteArchive.open(this.#parts.file) ?? EMPTY;
      return done(await work(archive));
    } catch (err) {
      return refusal(err);
    }
  }
}

/** Undefined if there are too many. */
async function exportedLines(archive: Archive, span: TimeSpan, as: 'csv' | 'json'): Promise<readonly string[] | undefined> {
  const lines: string[] = [];
  let size = 0;
  for await (const day of portionsOf(archive, span)) {
    for (const entry of day.map(shareable)) {
      const line = as === 'csv' ? csvOf(entry) : printableJson(entryJson(entry));
      size += line.length + 2;
      if (size > LARGEST) return undefined;
      lines.push(line);
    }
  }
  return lines;
}

/** What went wrong with the file, without its path. A bug is thrown on. */
function refusal(err: unknown): Result<never, string> {
  if (!(err instanceof HistoryError)) throw err;
  return failed(`the history cannot be used just now: ${faultReason(err.cause ?? err)}`);
}
