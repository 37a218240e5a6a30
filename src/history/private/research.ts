import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Moment } from '../../domain/units.ts';
import { moment } from '../../domain/units.ts';
import type { LocalDate, TimeSpan } from '../diary/local-time.ts';
import { dateOf, dayStart, localDay } from '../diary/local-time.ts';
import { portionsOf } from '../diary/portions.ts';
import type { Archive } from '../port.ts';
import type { Dice } from './discrete-laplace.ts';
import { HourlyCounter } from './hourly-counts.ts';
import { ledgerFile, readLedger, writeLedger } from './ledger.ts';
import type { Release } from './release.ts';
import { privately, RESEARCH_HEADER, researchLines } from './release.ts';

export type ResearchTerms = {
  /** 0: exact counts. */
  readonly epsilon: number;
  readonly stateDir: string;
  readonly now: Moment;
  readonly dice: Dice;
};

/** How far back the first release looks, in days. */
const LONGEST = 366;

/**
 * The counts an hour of all days that are over, as CSV. With noise, each day is given out once: the file holds the earlier releases as they
 * were, and one more for the days since.
 */
export async function researchOf(archive: Archive, terms: ResearchTerms): Promise<Result<string, Refusal>> {
  const releases = terms.epsilon === 0 ? [await exactly(archive, terms)] : await noisily(archive, terms);
  if (!releases) return failed(refusal('releases_broken'));
  const lines = releases.flatMap((each) => (each ? researchLines(each) : []));
  return done(`${[RESEARCH_HEADER, ...lines].join('\r\n')}\r\n`);
}

const exactly = async (archive: Archive, terms: ResearchTerms): Promise<Release | undefined> =>
  released(archive, { since: dayStart(terms.now, -LONGEST), until: dayStart(terms.now) }, terms);

/** Whoever asks again gets the same numbers. */
async function noisily(archive: Archive, terms: ResearchTerms): Promise<readonly Release[] | undefined> {
  const file = ledgerFile(terms.stateDir);
  const before = readLedger(file);
  if (!before) return undefined;
  const fresh = await released(archive, unspent(before, terms.now), terms);
  if (!fresh) return before;
  const releases = [...before, fresh];
  await writeLedger(file, releases);
  return releases;
}

/** The days since the last release that are over. Empty if the clock has gone back. */
function unspent(before: readonly Release[], now: Moment): TimeSpan {
  const spent = before.map(({ until }) => localDay(until)?.until ?? now);
  return { since: moment(Math.max(...spent, dayStart(now, -LONGEST))), until: dayStart(now) };
}

async function released(archive: Archive, span: TimeSpan, { dice, epsilon }: ResearchTerms): Promise<Release | undefined> {
  if (span.since >= span.until) return undefined;
  const counter = new HourlyCounter(span);
  for await (const day of portionsOf(archive, span)) counter.add(day);
  const lastDay: LocalDate = dateOf(moment(span.until - 1));
  return { since: dateOf(span.since), until: lastDay, epsilon, counts: privately(counter.counts, epsilon, dice) };
}
