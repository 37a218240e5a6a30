import { setImmediate } from 'node:timers/promises';
import { printableJson } from '../../domain/one-line.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Moment } from '../../domain/units.ts';
import { agreementOf } from '../agreement.ts';
import { SqliteArchive } from '../archive.ts';
import { eraseBefore } from '../erase-before.ts';
import { HistoryError } from '../failure.ts';
import { faultReason } from '../faults.ts';
import type { Archive, DateRange, Diary, DiaryAnswer, DiaryDay, Erased } from '../port.ts';
import type { Dice } from '../private/discrete-laplace.ts';
import { researchOf } from '../private/research.ts';
import { CSV_HEADER, csvOf, entryJson, shareable } from './export.ts';
import type { LocalDate, TimeSpan } from './local-time.ts';
import { dateOf, dayStart, localDay, ticksIn, zoneHere } from './local-time.ts';
import { MOST_A_DAY, portionsOf } from './portions.ts';
import { LOOKS_BACK, PlanEvidence } from './proposal.ts';
import { StatisticsCount } from './statistics.ts';
import { sharesOf, stripOf } from './strip.ts';
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

/** The most days that one question may be about. */
const MOST_DAYS = { year: 366, month: 31 } as const;
/** The largest export, in characters. */
const LARGEST = 4_000_000;
const EMPTY: Archive = { entries: () => [], feedback: () => [], lessons: () => [], [Symbol.dispose]: () => undefined };
const NO_DAY = failed(refusal('no_day'));

/** Reads and erases the history's file beside the daemon's own writing. */
export class FileDiary implements Diary {
  readonly #parts: DiaryParts;
  #releasing: Promise<unknown> = Promise.resolve();

  constructor(parts: DiaryParts) {
    this.#parts = parts;
  }

  async days(date: LocalDate | undefined, count: number): DiaryAnswer<readonly DiaryDay[]> {
    const last = date === undefined ? dayStart(this.#parts.today()) : localDay(date)?.since;
    if (last === undefined) return NO_DAY;
    return this.#read(async (archive) => {
      const days: DiaryDay[] = [];
      for (let back = count - 1; back >= 0; back -= 1) {
        days.push(this.#day(archive, { since: dayStart(last, -back), until: dayStart(last, 1 - back) }));
        await setImmediate();
      }
      return days;
    });
  }

  transitions = (dates: DateRange) =>
    this.#over(dates, MOST_DAYS.year, async (archive, span) => (await fed(archive, span, new TransitionCount())).transitions);

  statistics = (dates: DateRange) =>
    this.#over(dates, MOST_DAYS.year, async (archive, span) => {
      const { statistics } = await fed(archive, span, new StatisticsCount());
      return { ...statistics, agreement: agreementOf(archive.feedback(span.since, span.until)) };
    });

  lessons: Diary['lessons'] = () => this.#read(async (archive) => archive.lessons());

  proposal: Diary['proposal'] = () =>
    this.#read(async (archive) => {
      const until = this.#parts.today();
      return (await fed(archive, { since: dayStart(until, -LOOKS_BACK), until }, new PlanEvidence())).proposal;
    });

  async exported(dates: DateRange, as: 'csv' | 'json'): DiaryAnswer<string> {
    const lines = await this.#over(dates, MOST_DAYS.month, (archive, span) => exportedLines(archive, span, as));
    if (!lines.ok) return lines;
    if (!lines.value) return failed(refusal('export_large'));
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

  async erase(before: LocalDate | undefined): DiaryAnswer<Erased> {
    const { file, today } = this.#parts;
    const until = before === undefined ? today() : localDay(before)?.since;
    if (until === undefined) return NO_DAY;
    return attempted(() => eraseBefore(file, until, { everything: before === undefined }));
  }

  #day(archive: Archive, span: TimeSpan): DiaryDay {
    const strip = stripOf(archive.entries({ ...span, limit: MOST_A_DAY }), span, this.#parts.today());
    return { date: dateOf(span.since), zone: zoneHere(), ...span, ticks: ticksIn(span), ...strip, shares: sharesOf(strip.moods) };
  }

  async #over<T>(dates: DateRange, most: number, work: (archive: Archive, span: TimeSpan) => Promise<T>): DiaryAnswer<T> {
    const [first, last] = [localDay(dates.since), localDay(dates.until)];
    if (!first || !last) return NO_DAY;
    if (first.since >= last.until) return failed(refusal('days_reversed'));
    if (dayStart(first.since, most) < last.until) return failed(refusal('days_many', { most }));
    return this.#read((archive) => work(archive, { since: first.since, until: last.until }));
  }

  #read<T>(work: (archive: Archive) => Promise<T>): DiaryAnswer<T> {
    return attempted(async () => {
      using archive = SqliteArchive.open(this.#parts.file) ?? EMPTY;
      return await work(archive);
    });
  }
}

async function fed<T extends { add(entries: ReturnType<Archive['entries']>): T }>(archive: Archive, span: TimeSpan, into: T): Promise<T> {
  for await (const day of portionsOf(archive, span)) into.add(day);
  return into;
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

/** What goes wrong with the file becomes a refusal without its path. A bug is thrown on. */
async function attempted<T>(work: () => Promise<T>): Promise<Result<T, Refusal>> {
  try {
    return done(await work());
  } catch (err) {
    if (!(err instanceof HistoryError)) throw err;
    return failed(refusal('history_unusable', { fault: faultReason(err.cause ?? err) }));
  }
}
