import { describe, expect, test } from 'vitest';
import { dayPlan } from '../../../src/config/day.ts';
import { EMOTIONS, MOODS } from '../../../src/domain/emotion.ts';
import { MOST_RECENT } from '../../../src/domain/music.ts';
import { choose } from '../../../src/music/choose/choose.ts';
import { wordsAt } from '../../../src/music/choose/day.ts';
import type { Mapping } from '../../../src/music/choose/mapping.ts';
import { loadMapping } from '../../../src/music/choose/mapping.ts';
import type { QueryTerms } from '../../../src/music/choose/query-terms.ts';
import { seeded } from '../../../src/shared/random.ts';

const nothing = { queries: [], library: [], streams: [], tags: [] };
const mapping = {
  ...Object.fromEntries(MOODS.map((mood) => [mood, nothing])),
  sad: { ...nothing, queries: ['soft piano', 'slow cello', 'warm rain'] },
} as unknown as Mapping;

const request = { mood: 'sad', why: 'asked' } as const;
const query = (turn: number): string => choose({ request, mapping, recent: [], turn }).query;

describe('choose', () => {
  test('lets the searches of a mood take turns', () => {
    expect([0, 1, 2, 3, 4].map(query)).toEqual(['soft piano', 'slow cello', 'warm rain', 'soft piano', 'slow cello']);
  });

  test('takes any whole number for a turn', () => {
    expect([-1, -3, 300_000_001].map(query)).toEqual(['warm rain', 'soft piano', 'slow cello']);
  });

  test('passes mood and reasons on, and gives the same choice for the same input', () => {
    const choosing = { request: { mood: 'sad', why: 'track-ended', because: 'lift' }, mapping, recent: ['a', 'b'], turn: 7 } as const;
    expect(choose(choosing)).toEqual({ mood: 'sad', why: 'track-ended', because: 'lift', query: 'slow cello', avoid: ['a', 'b'] });
    expect(choose(choosing)).toEqual(choose(choosing));
  });

  test('passes on what is liked and skipped', () => {
    const taste = new Map([['a', 1]]);
    expect(choose({ request, mapping, recent: [], turn: 0, taste }).taste).toBe(taste);
  });

  test('asks nothing where the mapping has no searches', () => {
    expect(choose({ request: { mood: 'away', why: 'mood-changed' }, mapping, recent: [], turn: 5 }).query).toBe('');
  });

  const asked = (terms: QueryTerms, turns: number, hour: readonly string[] = []) =>
    Array.from({ length: turns }, (_, turn) => choose({ request, mapping, recent: [], turn, terms, hour }).query);

  test('adds the words of the hour, and passes them on in lower case', () => {
    const choice = choose({ request, mapping, recent: [], turn: 0, hour: ['Calm Piano'] });
    expect(choice).toMatchObject({ query: 'soft piano Calm', words: ['calm', 'piano'] });
  });

  test('lets the words of the hour and the languages take turns, every combination of them', () => {
    const said = asked({ instrumental: false, language: ['german', 'french'] }, 12, ['calm', 'bright']);
    expect(said.slice(0, 4)).toEqual([
      'soft piano calm german',
      'slow cello calm german',
      'warm rain calm german',
      'soft piano bright german',
    ]);
    expect(new Set(said).size).toBe(12);
  });

  test('asks for music without singing in no language', () => {
    const wording = { instrumental: true, language: ['german'] };
    expect(asked(wording, 1)).toEqual(['soft piano instrumental']);
    expect(choose({ request, mapping, recent: [], turn: 0, terms: wording }).instrumental).toBe(true);
  });

  test('says no word twice, and asks for no language where the search is without singing already', () => {
    const own = { ...mapping, sad: { ...nothing, queries: ['Instrumental harp'] } };
    const query = (instrumental: boolean) =>
      choose({ request, mapping: own, recent: [], turn: 0, terms: { instrumental, language: ['german'] } }).query;
    expect([query(true), query(false)]).toEqual(['Instrumental harp', 'Instrumental harp']);
  });

  test.each(['gentle', 'paper-query'])("leaves the searches of the preset '%s' to the letter where nothing more is wanted", (preset) => {
    const bundled = loadMapping('', preset);
    for (const mood of EMOTIONS)
      expect(
        bundled[mood].queries.map((_, turn) => choose({ request: { mood, why: 'asked' }, mapping: bundled, recent: [], turn }).query),
      ).toEqual(bundled[mood].queries);
  });

  test('avoids the last fifty at most, the oldest first', () => {
    const recent = Array.from({ length: 80 }, (_, i) => `t${i}`);
    const { avoid } = choose({ request, mapping, recent, turn: 0 });
    expect(avoid).toHaveLength(MOST_RECENT);
    expect([avoid[0], avoid.at(-1)]).toEqual(['t30', 't79']);
  });
});

describe('whatever is asked for', () => {
  const day = dayPlan(['07:00-10:00 bright acoustic / sunny jazz', '22:00-02:00 calm']);
  const dice = seeded(3);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(dice() * from.length)] as T;
  const bundled = [loadMapping('', 'gentle'), loadMapping('', 'paper-query'), mapping];
  const choosings = Array.from({ length: 2000 }, () => ({
    request: { mood: pick(MOODS), why: pick(['asked', 'track-ended', 'mood-changed'] as const) },
    mapping: pick(bundled),
    recent: Array.from({ length: Math.floor(dice() * 80) }, (_, i) => `${i}`),
    turn: Math.floor((dice() - 0.5) * 1e6),
    terms: { instrumental: dice() < 0.5, language: pick([[], ['german'], ['german', 'french']]) },
    hour: wordsAt(day, Math.floor(dice() * 1440)),
  }));

  test('the same input gives the same choice', () =>
    expect(choosings.filter((each) => JSON.stringify(choose(each)) !== JSON.stringify(choose(structuredClone(each))))).toEqual([]));

  test('there is a search exactly where the mapping has one, and it begins with it', () => {
    const wrong = choosings.filter((each) => {
      const { queries } = each.mapping[each.request.mood];
      const { query } = choose(each);
      return queries.length === 0 ? query !== '' : !queries.some((known) => query.startsWith(known));
    });
    expect(wrong).toEqual([]);
  });

  test('every search of a mood has its turn, and none twice before the others', () => {
    for (const { mapping: known, hour, turn, request: asked, terms } of choosings.slice(0, 200)) {
      const { queries } = known[asked.mood];
      const said = queries.map((_, i) => choose({ request: asked, mapping: known, recent: [], turn: turn + i, terms, hour }).query);
      expect(new Set(said).size).toBe(queries.length);
    }
  });

  test('no choice grows with what went before', () =>
    expect(Math.max(...choosings.map((each) => choose(each).avoid.length))).toBeLessThanOrEqual(MOST_RECENT));
});
