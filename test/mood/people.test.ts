import { describe, expect, test } from 'vitest';
import type { EmotionScores } from '../../src/domain/emotion.ts';
import { scoresBy, strongest } from '../../src/domain/emotion.ts';
import type { Face, Sighting } from '../../src/domain/sight.ts';
import { instant, ms, px, share } from '../../src/domain/units.ts';
import type { People } from '../../src/mood/people.ts';
import { observe, readPersonally } from '../../src/mood/people.ts';
import type { MoodSettings } from '../../src/mood/room.ts';
import { beginRoom, moodIn, stepRoom } from '../../src/mood/room.ts';
import { swift } from './swift.ts';

const MINUTE = 60_000;
const NOBODY: People = new Map();

/** A face that hardly ever looks sad, and one in which a little sadness shows. */
const calm = scoresBy((each) => (each === 'neutral' ? 0.9959 : each === 'sad' ? 0.004 : 0.00002));
const mild = scoresBy((each) => (each === 'neutral' ? 0.6 : each === 'sad' ? 0.3998 : 0.00004));

const face = (id: number, x: number, scores: EmotionScores = calm, side = 100): Face => ({
  id,
  box: { x: px(x), y: px(50), width: px(side), height: px(side) },
  scores,
});

/** The people after these faces were seen twice a second for so long. */
function seen(span: number, faces: readonly Face[], from = NOBODY, start = 0): People {
  let people = from;
  for (let at = start; at < start + span; at += 500) people = observe(people, { at: instant(at), faces });
  return people;
}
const known = seen(5 * MINUTE, [face(1, 0)]);
const END = 5 * MINUTE;
const readsSad = (people: People, each: Face): boolean => readPersonally([each], people)[0]?.scores.sad !== each.scores.sad;

describe('observe', () => {
  test('a face is read against its own baseline, and not against that of the one beside it', () => {
    const both = seen(5 * MINUTE, [face(1, 0), face(2, 400, mild)]);
    const [one, other] = readPersonally([face(1, 0, mild), face(2, 400, mild)], both);
    expect(one && strongest(one.scores)).toBe('sad');
    expect(other && strongest(other.scores)).toBe('neutral');
  });

  test('a new id where a face was lost within the last minute takes its baseline over', () => {
    const back = seen(500, [face(7, 60, mild)], known, END + 55_000);
    expect(readsSad(back, face(7, 60, mild))).toBe(true);
    expect([...back.keys()]).toEqual([7]);
  });

  test.each([
    ['later', END + 60_500, face(7, 60, mild)],
    ['elsewhere', END + 5000, face(7, 300, mild)],
    ['of another size', END + 5000, face(7, 0, mild, 170)],
  ])('a face that appears %s is a stranger', (_where, at, stranger) => {
    expect(readsSad(seen(500, [stranger], known, at), stranger)).toBe(false);
  });

  test('a baseline is taken over once, by the face that is nearest', () => {
    const two = seen(5 * MINUTE, [face(1, 0), face(2, 150, mild)]);
    const back = observe(two, { at: instant(END + 5000), faces: [face(3, 140, mild), face(4, 10, mild), face(5, 60, mild)] });
    expect([3, 4, 5].map((id) => back.get(id)?.baseline.samples.length)).toEqual([two.get(2), two.get(1), undefined].map(samplesAfter));
  });

  test('nobody is remembered a minute after they were lost', () => {
    expect(observe(known, { at: instant(END + 30_000), faces: [] }).size).toBe(1);
    expect(observe(known, { at: instant(END + 60_000), faces: [] }).size).toBe(0);
  });

  test('no more than 64 faces are remembered, those in sight first', () => {
    const crowd = Array.from({ length: 80 }, (_, id) => face(id, id * 1000));
    const first = observe(NOBODY, { at: instant(0), faces: crowd });
    expect(first.size).toBe(64);
    const next = observe(first, { at: instant(1000), faces: crowd.map((each) => ({ ...each, id: each.id + 100 })).slice(0, 10) });
    expect(next.size).toBe(64);
    expect([...next.keys()].slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, id) => id + 100));
  });

  test('is pure', () => {
    const before = structuredClone(known);
    observe(known, { at: instant(END + 5000), faces: [face(9, 0, mild)] });
    expect(known).toEqual(before);
  });
});

/** A face that was taken over has one sample more, and a stranger has its first. */
const samplesAfter = (person: { readonly baseline: { readonly samples: readonly unknown[] } } | undefined): number =>
  Math.min(60, (person?.baseline.samples.length ?? 0) + 1);

describe('a room', () => {
  const manners: MoodSettings = {
    ...{ of: 'largest', hold: ms(3000), margin: share(0.1), min_confidence: share(0.6), away_after: ms(10_000), smoothing: ms(1000) },
    ...swift,
  };
  const life: readonly Sighting[] = Array.from({ length: 800 }, (_, index) => ({
    at: instant(index * 500),
    faces: [face(1, 0, index < 700 ? calm : mild)],
  }));
  const moodAfter = (personal: boolean) => life.reduce((room, each) => stepRoom(room, each, { ...manners, personal }), beginRoom());

  test('with personal, finds what it would not find without', () => {
    expect(moodIn(moodAfter(false))).toBe('neutral');
    expect(moodIn(moodAfter(true))).toBe('sad');
  });

  test('without personal, remembers nobody', () => expect(moodAfter(false).views.get('')?.people.size).toBe(0));
});
