import { describe, expect, test } from 'vitest';
import type { Opinion } from '../../src/domain/history.ts';
import { moment } from '../../src/domain/units.ts';
import { Chooser } from '../../src/music/chooser.ts';
import { loadMapping } from '../../src/music/mapping.ts';

const mapping = loadMapping('', 'gentle');
const { queries } = mapping.sad;
const liked: Opinion = { kind: 'like', at: moment(0), track: { id: 'a', title: 'A', source: 'library', mood: 'sad' } };

function chooser(...opinions: readonly Opinion[]) {
  let read = 0;
  const made = new Chooser({
    mapping,
    today: () => moment(0),
    opinions: () => {
      read += 1;
      return opinions;
    },
  });
  return { made, read: () => read };
}

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
