import { describe, expect, test } from 'vitest';
import { dayPlan } from '../../../src/config/day.ts';
import type { Feedback } from '../../../src/domain/history.ts';
import { moment } from '../../../src/domain/units.ts';
import { Chooser } from '../../../src/music/choose/chooser.ts';
import { loadMapping } from '../../../src/music/choose/mapping.ts';

const mapping = loadMapping('', 'gentle');
const { queries } = mapping.sad;
const NOON = new Date('1970-01-01T12:00:00');
const liked: Feedback = { kind: 'like', at: moment(NOON.getTime()), track: { id: 'a', title: 'A', source: 'library', mood: 'sad' } };

function chooserAt(at: Date, ...opinions: readonly Feedback[]) {
  let read = 0;
  const made = new Chooser({
    mapping,
    terms: { instrumental: false, language: [] },
    day: dayPlan(['06:00-10:00 bright', '22:00-02:00 calm']),
    today: () => moment(at.getTime()),
    opinions: () => {
      read += 1;
      return opinions;
    },
  });
  return { made, read: () => read };
}

const chooser = (...opinions: readonly Feedback[]) => chooserAt(NOON, ...opinions);

describe('Chooser', () => {
  test('lets the searches of a mood take turns', () => {
    const { made } = chooser();
    const asked = Array.from({ length: 5 }, () => made.next({ mood: 'sad', why: 'asked' }, []).query);
    expect(asked).toEqual([...queries, queries[0]]);
  });

  test('looks ahead without taking a turn: every search of a mood is prepared in time, one a track', () => {
    const { made } = chooser();
    const prepared = Array.from({ length: queries.length }, () => {
      made.next({ mood: 'sad', why: 'track-ended' }, []);
      return made.ahead(['sad', 'neutral', 'fear'], [])[0]?.query;
    });
    expect(new Set(prepared)).toEqual(new Set(queries));
  });

  test.each([
    ['06:00', ' bright'],
    ['09:59', ' bright'],
    ['10:00', ''],
    ['23:00', ' calm'],
    ['01:59', ' calm'],
    ['02:00', ''],
  ])('asks at %s for what the hour wants, also when it looks ahead', (time, words) => {
    const { made } = chooserAt(new Date(`1970-01-02T${time}:00`));
    expect(made.ahead(['sad'], [])[0]?.query).toBe(`${queries[0]}${words}`);
    expect(made.next({ mood: 'sad', why: 'asked' }, []).query).toBe(`${queries[0]}${words}`);
  });

  test('knows what was liked in the mood, and asks for it once for all moods', () => {
    const { made, read } = chooser(liked);
    const ahead = made.ahead(['sad', 'happy'], ['b']);
    expect(ahead.map(({ mood, taste }) => [mood, taste?.get('a')])).toEqual([
      ['sad', 1],
      ['happy', undefined],
    ]);
    expect(ahead.every(({ avoid }) => avoid[0] === 'b')).toBe(true);
    expect(read()).toBe(1);
  });
});
