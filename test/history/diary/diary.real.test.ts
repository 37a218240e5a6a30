import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MoodAnswer } from '../../../src/domain/history.ts';
import type { Refusal } from '../../../src/domain/refusal.ts';
import { refusal } from '../../../src/domain/refusal.ts';
import { moment, share } from '../../../src/domain/units.ts';
import type { FileDiary } from '../../../src/history/diary/diary.ts';
import { BOUNDS, Store } from '../../../src/history/store.ts';
import { diaryOn } from '../../fakes/diary.ts';
import { pastOf } from './past.ts';

/** Tuesday, and ten days of a past before it. */
const TODAY = new Date(2026, 10, 24, 12);
const now = () => TODAY.getTime();
const TEN_DAYS = { since: '2026-11-14', until: '2026-11-23' };

async function answered<T>(
  answer: Promise<{ readonly ok: boolean } & ({ readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: Refusal })>,
): Promise<T> {
  const got = await answer;
  if (!got.ok) throw new Error(got.why.sentence);
  return got.value;
}

describe('the diary of a lived-in room', () => {
  let file: string;
  let diary: FileDiary;
  beforeEach(() => {
    file = pastOf(10, TODAY);
    diary = diaryOn(file, { now });
  });
  const rows = (table: string) => {
    using store = Store.open(file, BOUNDS);
    const last = store.marks();
    return { table, ...last };
  };

  it('shows a day, and the seven days that end with one', async () => {
    const [day] = await answered(diary.days('2026-11-23', 1));
    expect([day?.date, day?.moods[0]?.mood, day?.ticks.length]).toEqual(['2026-11-23', 'away', 8]);
    expect(day?.plays.length).toBe(120);
    expect(day?.shares.reduce((sum, { time }) => sum + time, 0)).toBe(24 * 3_600_000);
    const week = await answered(diary.days(undefined, 7));
    expect(week.map(({ date }) => date).slice(-2)).toEqual(['2026-11-23', '2026-11-24']);
    expect(week.at(-1)?.moods).toEqual([]);
  });

  it('counts over days as it does over one', async () => {
    const { plays, sessions, session_minutes } = await answered(diary.statistics(TEN_DAYS));
    expect({ plays, sessions, session_minutes }).toEqual({ plays: 1200, sessions: 20, session_minutes: 240 });
    const transitions = await answered(diary.transitions(TEN_DAYS));
    expect(transitions.find(({ from, to }) => from === 'neutral' && to === 'away')?.times).toBeGreaterThan(3);
    expect(transitions.every(({ played }) => played.length <= 3)).toBe(true);
  });

  it('counts how often people agreed with it, and forgets their answers with the rest', async () => {
    const answer = (felt: 'happy' | 'sad'): MoodAnswer => ({
      ...({ kind: 'answer', at: moment(now() - 86_400_000), shown: 'happy', expression: 'happy' } as const),
      ...({ confidence: share(0.8), answer: felt, level: 'household' } as const),
    });
    {
      using store = Store.open(file, BOUNDS);
      store.write([answer('happy'), answer('happy'), answer('sad'), answer('happy')], { began: moment(now()), now: moment(now()) });
    }
    const agreement = async () => (await answered(diary.statistics(TEN_DAYS))).agreement;
    expect(await agreement()).toMatchObject({ answers: 4, share: 0.75 });
    expect(await answered(diary.erase(undefined))).toMatchObject({ answers: 4 });
    expect(await agreement()).toMatchObject({ answers: 0 });
  });

  it('proposes a plan that fits the habits', async () => {
    const { missing, weekend, workday } = await answered(diary.proposal());
    expect([missing, workday[8], workday[20]]).toMatchObject([0, { mood: 'neutral' }, { mood: 'happy' }]);
    expect([weekend[8], weekend[3]]).toMatchObject([
      { kind: 'typical', days: 4 },
      { kind: 'unknown', days: 4 },
    ]);
  });

  it('exports days, and refuses too many of them in a sentence', async () => {
    const csv = await answered(diary.exported(TEN_DAYS, 'csv'));
    expect(csv.split('\r\n').length).toBeGreaterThan(2600);
    expect(csv).not.toContain('/music');
    expect(JSON.parse(await answered(diary.exported(TEN_DAYS, 'json'))).length).toBe(csv.split('\r\n').length - 2);
    expect(await diary.exported({ since: '2026-10-01', until: '2026-11-23' }, 'csv')).toEqual({
      ok: false,
      why: refusal('days_many', { most: 31 }),
    });
    expect(await diary.statistics({ since: '2026-11-23', until: '2026-11-01' })).toEqual({
      ok: false,
      why: refusal('days_reversed'),
    });
    expect(await diary.days('2026-02-31', 1)).toEqual({ ok: false, why: refusal('no_day') });
  });

  it('erases what was before a day, and keeps the mood that was in force at its start', async () => {
    const before = await answered(diary.days('2026-11-23', 1));
    const erased = await answered(diary.erase('2026-11-23'));
    expect(erased).toMatchObject({ moods: 9 * 144 - 1, plays: 9 * 120, switches: 0 });
    expect(await answered(diary.days('2026-11-23', 1))).toEqual(before);
    expect((await answered(diary.days('2026-11-22', 1)))[0]?.moods).toEqual([]);
  });

  it('erases everything for good: nothing of it is left in any file, also not of a damaged one', async () => {
    writeFileSync(`${file}.damaged`, 'Track 7');
    await answered(diary.erase(undefined));
    const left = [file, `${file}-wal`].filter((each) => existsSync(each)).map((each) => readFileSync(each, 'latin1'));
    expect(left.some((each) => each.includes('Track '))).toBe(false);
    expect(existsSync(`${file}.damaged`)).toBe(false);
    expect((await answered(diary.statistics(TEN_DAYS))).plays).toBe(0);
    expect(rows('plays').plays).toBe(0);
  });

  it('erases beside a daemon that goes on writing', async () => {
    using store = Store.open(file, BOUNDS);
    const began = moment(now());
    const erasing = diary.erase(undefined);
    store.write([{ kind: 'mood', at: moment(now() + 1), mood: 'sad', by: 'camera' }], { began, now: moment(now() + 60_000) });
    await answered(erasing);
    expect((await answered(diaryOn(file, { now: () => now() + 60_000 }).days(undefined, 1)))[0]?.moods.at(-1)?.mood).toBe('sad');
  });

  it('says in a sentence, without a path, that the file is damaged', async () => {
    writeFileSync(file, 'this is no database, whatever its name says, and it is long enough to be read as one');
    const day = await diary.days(undefined, 1);
    expect(day.ok ? '' : day.why.sentence).toMatch(/^the history cannot be used just now: /);
    expect(day.ok ? '' : day.why.sentence).not.toContain('/');
  });

  describe('gives out for research', () => {
    const countsIn = (csv: string) => csv.trim().split('\r\n').slice(1);

    it('exact counts where no noise is asked for', async () => {
      const lines = countsIn(await answered(diary.research()));
      expect(lines.length).toBe(336);
      expect(lines[0]).toMatch(/^2025-11-23,2026-11-23,none,workday,0,angry,0$/);
      expect(lines.reduce((sum, line) => sum + Number(line.split(',').at(-1)), 0)).toBe(10 * 8);
    });

    it('each day once, with the same noise however often somebody asks, and after a restart', async () => {
      const noisy = diaryOn(file, { now, epsilon: 1 });
      const [first, again] = await Promise.all([answered(noisy.research()), answered(noisy.research())]);
      expect(countsIn(first).length).toBe(336);
      expect(again).toBe(first);
      expect(await answered(diaryOn(file, { now, epsilon: 1, seed: 99 }).research())).toBe(first);
      expect(first).not.toContain('none');
      const tomorrow = await answered(diaryOn(file, { now: () => now() + 86_400_000, epsilon: 1 }).research());
      expect(tomorrow.startsWith(first.trimEnd())).toBe(true);
      expect(countsIn(tomorrow).slice(336)[0]).toMatch(/^2026-11-24,2026-11-24,1,/);
    });

    it('nothing if it cannot tell what it gave out before', async () => {
      writeFileSync(join(dirname(file), 'releases.json'), '[{}]');
      const answer = await diaryOn(file, { now, epsilon: 1 }).research();
      expect(answer.ok ? '' : answer.why.sentence).toMatch(/cannot be read/);
    });
  });

  it('has an empty past where nothing was ever written', async () => {
    const empty = diaryOn('/nowhere/history.db', { now });
    expect((await answered(empty.days(undefined, 7))).map(({ moods }) => moods.length)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect((await answered(empty.proposal())).missing).toBe(4);
    expect(await answered(empty.erase(undefined))).toEqual({ moods: 0, plays: 0, opinions: 0, switches: 0, answers: 0, visits: 0 });
  });
});
