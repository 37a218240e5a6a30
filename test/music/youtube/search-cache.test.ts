import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { moment, ms } from '../../../src/domain/units.ts';
import { SearchCache } from '../../../src/music/youtube/search-cache.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';

const folder = mkdtempSync(join(tmpdir(), 'moodbox-searches-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-25T12:00:00Z');
const found = [{ id: 'abcdefghijk', title: 'x', duration: ms(90_000) }];

/** Searches kept in a file; `today` is a moment that a test may move, and each has a clock that begins at 0. */
const opened = (file = join(mkdtempSync(join(folder, 'one-')), 'searches.json'), at = NOON) => {
  const log = new FakeLog();
  const clock = new FakeClock();
  return { file, log, clock, searches: new SearchCache({ file, clock, log, today: () => moment(at) }) };
};
const keptAt = async (at: number) => {
  const { file, searches } = opened(undefined, at);
  searches.set('soft piano', found);
  await searches[Symbol.asyncDispose]();
  return file;
};

describe('searches', () => {
  test('are kept over a restart, with their age', async () => {
    const file = await keptAt(NOON);
    const { searches } = opened(file, NOON + 5 * HOUR);
    expect(await searches.get('soft piano')).toEqual({ value: found, age: 5 * HOUR });
    expect(await searches.get('loud piano')).toBeUndefined();
  });

  test('are forgotten after seven days, by the clock or by the calendar', async () => {
    const file = await keptAt(NOON);
    expect(await opened(file, NOON + 7 * 24 * HOUR).searches.get('soft piano')).toBeUndefined();
    const { searches, clock } = opened(file, NOON + 6 * 24 * HOUR);
    expect(await searches.get('soft piano')).toBeDefined();
    await clock.advance(ms(24 * HOUR));
    expect(await searches.get('soft piano')).toBeUndefined();
  });

  test('are not older than new where the calendar was set back', async () => {
    const { searches } = opened(await keptAt(NOON), NOON - 24 * HOUR);
    expect(await searches.get('soft piano')).toMatchObject({ age: 0 });
  });

  test('are a hundred at most, the newest, also in the file', async () => {
    const { file, searches } = opened();
    for (let i = 0; i < 150; i += 1) searches.set(`query ${i}`, found);
    await searches[Symbol.asyncDispose]();
    const queries = (JSON.parse(readFileSync(file, 'utf8')) as { query: string }[]).map(({ query }) => query);
    expect([queries.length, queries.at(-1), queries.includes('query 49')]).toEqual([100, 'query 149', false]);
  });

  test('that found nothing are not read', async () => {
    const { file, searches } = opened();
    writeFileSync(file, JSON.stringify([{ query: 'soft piano', at: NOON, found: [] }]));
    expect(await searches.get('soft piano')).toBeUndefined();
  });

  test.each(['', '{', '[1, null, {"query": 1}]', '[{"query":"soft piano","at":1,"found":[{"id":"../../etc"}]}]', '{"a":1}'])(
    'that are damaged are begun anew: %j',
    async (text) => {
      const { file, searches } = opened();
      writeFileSync(file, text);
      expect(await searches.get('soft piano')).toBeUndefined();
      searches.set('soft piano', found);
      await searches[Symbol.asyncDispose]();
      expect(await opened(file).searches.get('soft piano')).toMatchObject({ value: found });
    },
  );

  test('that cannot be written are said, and still known', async () => {
    const { log, searches } = opened('/dev/null/searches.json');
    searches.set('soft piano', found);
    await searches[Symbol.asyncDispose]();
    expect(await searches.get('soft piano')).toMatchObject({ value: found });
    expect(log.events).toContain('searches.unwritable');
  });
});
