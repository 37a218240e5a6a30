import { describe, expect, test } from 'vitest';
import type { Emotion, EmotionScores, Mood } from '../../src/domain/emotion.ts';
import { EMOTIONS, scoresBy, strongest } from '../../src/domain/emotion.ts';
import type { Face, Sighting } from '../../src/domain/sight.ts';
import { instant, ms, px, share } from '../../src/domain/units.ts';
import type { MoodSettings, RoomState } from '../../src/mood/room.ts';
import { beginRoom, moodIn, stepRoom } from '../../src/mood/room.ts';
import { chance } from '../fixtures/chance.ts';
import { swift } from './swift.ts';
import { trustingMoods } from './trusting.ts';

const OF = ['largest', 'group'] as const;

const manners = (of: 'largest' | 'group', min_confidence: number, smoothing = 1000): MoodSettings => ({
  ...{ of, hold: ms(3000), margin: share(0.1), min_confidence: share(min_confidence), away_after: ms(10_000), smoothing: ms(smoothing) },
  ...swift,
});

/** A face that shows mostly one emotion, at 0.15 to 0.95. */
function expression(random: () => number, emotion: Emotion): EmotionScores {
  const score = 0.15 + random() * 0.8;
  return scoresBy((each) => (each === emotion ? score : (1 - score) / 6));
}

/** Some minutes of a room: people come, change, turn away and leave; frames come every 100 to 400 ms, now and then after a gap. */
function life(seed: number): readonly Sighting[] {
  const random = chance(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  let at = 0;
  return Array.from({ length: 20 }, () => {
    const people = Math.floor(random() * 4);
    const emotions = [pick(EMOTIONS), pick(EMOTIONS), pick(EMOTIONS)];
    return Array.from({ length: 5 + Math.floor(random() * 40) }, (): Sighting => {
      at += random() < 0.02 ? 500 + random() * 12_000 : 100 + random() * 300;
      const faces = Array.from({ length: people }, (_, i): Face => {
        const side = px(100 - 20 * i);
        const emotion = random() < 0.1 ? pick(EMOTIONS) : (emotions[i] as Emotion);
        return { id: i + 1, box: { x: px(0), y: px(0), width: side, height: side }, scores: expression(random, emotion) };
      });
      return { at: instant(at), faces: random() < 0.05 ? [] : faces };
    });
  }).flat();
}

/** What holds for every room is tried on rooms made by chance, always the same ones. */
const LIVES = Array.from({ length: 8 }, (_, index) => life(index + 1));

type Seen = Pick<RoomState, 'reading'> & { readonly mood: Mood; readonly unsure: ReadonlySet<number> };

const rooms = (sightings: readonly Sighting[], how: MoodSettings): readonly Seen[] => {
  let state = beginRoom();
  return sightings.map((sighting) => {
    state = stepRoom(state, sighting, how);
    return { mood: moodIn(state), reading: state.reading, unsure: state.views.get('')?.unsure ?? new Set() };
  });
};
const moods = (states: readonly Seen[]): readonly Mood[] => states.map(({ mood }) => mood);

describe.each(OF)('any room, by %s', (of) => {
  test('asked for no confidence at all, is the room that it was before there was one', () => {
    for (const sightings of LIVES) {
      const states = rooms(sightings, manners(of, 0));
      expect(moods(states)).toEqual(trustingMoods(sightings, manners(of, 0)));
      expect(states.filter(({ reading, unsure }) => reading.kind === 'unsure' || unsure.size > 0)).toEqual([]);
    }
  });

  test('asked for more, no face that was unsure becomes sure', () => {
    for (const sightings of LIVES) {
      const [less, more] = [0.3, 0.5].map((least) => rooms(sightings, manners(of, least))) as [readonly Seen[], readonly Seen[]];
      const surer = less.filter(({ unsure, reading }, index) => {
        const asked = more[index];
        return [...unsure].some((id) => !asked?.unsure.has(id)) || (reading.kind === 'unsure' && asked?.reading.kind !== 'unsure');
      });
      expect(surer).toEqual([]);
    }
  });

  test('changes its mood by what is surely seen, becomes neutral for somebody who stays unsure or was glimpsed, and away when nobody is in sight', () => {
    const why = { sure: 0, unsure: 0, nobody: 0 };
    for (const sightings of LIVES) {
      let before: Mood = 'away';
      for (const { mood, reading } of rooms(sightings, manners(of, 0.5))) {
        if (mood !== before) {
          why[reading.kind] += 1;
          if (reading.kind === 'sure') expect(mood).toBe(strongest(reading.scores));
          else if (mood !== 'away') expect([before, mood]).toEqual(['away', 'neutral']);
          else expect(reading.kind).toBe('nobody');
        }
        before = mood;
      }
    }
    expect(Math.min(...Object.values(why))).toBeGreaterThan(5);
  });

  test('tells of an unsure room a confidence below the one asked for', () => {
    for (const sightings of LIVES) {
      const unsure = rooms(sightings, manners(of, 0.5)).flatMap(({ reading }) => (reading.kind === 'unsure' ? [reading.scores] : []));
      expect(unsure.length).toBeGreaterThan(0);
      expect(Math.max(...unsure.flatMap((scores) => Object.values(scores)))).toBeLessThan(0.5);
    }
  });

  test('is the same whatever its unsure faces show, and not whatever its sure ones show', () => {
    const turned = (sightings: readonly Sighting[], which: (score: number) => boolean): readonly Sighting[] =>
      sightings.map(({ at, faces }) => ({
        at,
        faces: faces.map((face) => (which(face.scores[strongest(face.scores)]) ? { ...face, scores: shifted(face.scores) } : face)),
      }));
    const how = manners(of, 0.5, 0); // without an average over time, which would mix unsure frames into sure ones
    const as = (which: (score: number) => boolean) => LIVES.map((sightings) => moods(rooms(turned(sightings, which), how)));
    const before = as(() => false);
    expect(as((score) => score < 0.5)).toEqual(before);
    expect(as((score) => score >= 0.5)).not.toEqual(before);
  });

  test('is not away when somebody has been in sight, unsure, for the hold and a blink', () => {
    for (const sightings of LIVES) {
      const end = sightings.at(-1)?.at ?? 0;
      const stranger = { id: 99, box: { x: px(0), y: px(0), width: px(50), height: px(50) }, scores: scoresBy(() => 1 / 7) };
      const stays = Array.from({ length: 42 }, (_, i) => ({ at: instant(end + 100 + i * 100), faces: [stranger] }));
      expect(rooms([...sightings, ...stays], manners(of, 0.5)).at(-1)?.mood).not.toBe('away');
    }
  });
});

/** The same scores, each told of the next emotion. */
const shifted = (scores: EmotionScores): EmotionScores =>
  scoresBy((_emotion, index) => scores[EMOTIONS[(index + 1) % EMOTIONS.length] as Emotion]);
