import { describe, expect, test } from 'vitest';
import type { Emotion, EmotionScores } from '../../src/domain/emotion.ts';
import { EMOTIONS, scoresBy, strongest, sumOfScores } from '../../src/domain/emotion.ts';
import type { SenseWord } from '../../src/domain/sense.ts';
import { instant, ms, share } from '../../src/domain/units.ts';
import type { RoomReading } from '../../src/mood/reading.ts';
import type { MoodSettings, RoomState } from '../../src/mood/room.ts';
import { beginRoom, expressionIn, moodIn, passTime, stepRoom } from '../../src/mood/room.ts';
import { heldAt, joined, NO_SENSES, sensed, senseReading } from '../../src/mood/senses.ts';
import { seeded } from '../../src/shared/random.ts';

const word = (more: Partial<SenseWord> = {}): SenseWord => ({
  ...{ name: 'Watch', feels: 'sad', weight: share(1), for: ms(100_000) },
  ...more,
});
const clear = (emotion: Emotion, score = 0.7): EmotionScores => scoresBy((each) => (each === emotion ? score : (1 - score) / 6));
const beside = { senses: 'beside', min_confidence: share(0.6) } as const;

describe('senses', () => {
  test('a newer word of a name replaces the older one, and null takes it back', () => {
    const first = sensed(NO_SENSES, word(), instant(0));
    const second = sensed(first, word({ feels: 'happy' }), instant(1));
    expect(second.size).toBe(1);
    expect(senseReading(second, instant(1))?.scores.happy).toBe(1);
    expect(sensed(second, word({ feels: null }), instant(2)).size).toBe(0);
  });

  test('a word fades evenly until its time is over, and is then forgotten', () => {
    const senses = sensed(NO_SENSES, word({ weight: share(0.8) }), instant(0));
    expect(senseReading(senses, instant(0))?.strength).toBeCloseTo(0.8);
    expect(senseReading(senses, instant(50_000))?.strength).toBeCloseTo(0.4);
    expect(senseReading(senses, instant(100_000))).toBeUndefined();
    expect(heldAt(senses, instant(50_000))).toBe(senses);
    expect(heldAt(senses, instant(100_000)).size).toBe(0);
  });

  test('however many speak, they are sixteen, and count as one face at most', () => {
    let senses = NO_SENSES;
    for (let each = 0; each < 1000; each += 1) senses = sensed(senses, word({ name: `sense ${each}` }), instant(each));
    expect([...senses.keys()]).toEqual(Array.from({ length: 16 }, (_, at) => `sense ${984 + at}`));
    expect(senseReading(senses, instant(1000))?.strength).toBe(1);
  });
});

describe('joined', () => {
  const say = (emotion: Emotion, strength = 1) => ({ scores: clear(emotion, 1), strength });
  const sure = (scores: EmotionScores): RoomReading => ({ kind: 'sure', scores });

  test('without a sense, or with senses off, it is the reading of the faces itself', () => {
    const faces = sure(clear('happy'));
    expect(joined(faces, undefined, beside)).toBe(faces);
    expect(joined(faces, say('sad'), { ...beside, senses: 'off' })).toBe(faces);
  });

  test('no sense takes the lead from a sure face, or more than half of it: ten thousand made readings', () => {
    const random = seeded(7);
    const anything = (): EmotionScores => {
      const parts = EMOTIONS.map(() => random() ** 4);
      const sum = parts.reduce((total, part) => total + part, 0);
      return scoresBy((_, index) => (parts[index] ?? 0) / sum);
    };
    for (let turn = 0; turn < 10_000; turn += 1) {
      const faces = anything();
      const reading = joined(sure(faces), { scores: anything(), strength: random() }, beside);
      if (reading.kind !== 'sure') throw new Error('a sure face stays sure');
      const leader = strongest(faces);
      const leadOf = (scores: EmotionScores) =>
        scores[leader] - Math.max(...EMOTIONS.filter((each) => each !== leader).map((each) => scores[each]));
      expect(sumOfScores(reading.scores)).toBeCloseTo(1);
      expect(leadOf(reading.scores)).toBeGreaterThanOrEqual(leadOf(faces) / 2 - 1e-9);
    }
  });

  test('it outvotes a torn face where it counts as much as one', () => {
    const torn = sure(scoresBy((each) => ({ happy: 0.4, sad: 0.35 })[each as string] ?? 0.05));
    const by = (senses: 'beside' | 'equal') => {
      const reading = joined(torn, say('sad'), { ...beside, senses });
      return reading.kind === 'sure' && strongest(reading.scores);
    };
    expect([by('beside'), by('equal')]).toEqual(['happy', 'sad']);
  });

  test('it makes an unsure face sure, if it is sure enough itself', () => {
    const unsure: RoomReading = { kind: 'unsure', scores: clear('sad', 0.4) };
    expect(joined(unsure, say('sad'), beside).kind).toBe('sure');
    expect(joined(unsure, say('sad', 0.1), beside).kind).toBe('unsure');
  });

  test('it speaks alone where no face is in sight, unless it cannot tell itself', () => {
    expect(joined({ kind: 'nobody' }, say('fear', 0.2), beside)).toEqual({ kind: 'sure', scores: clear('fear', 1) });
    expect(joined({ kind: 'nobody' }, { scores: clear('fear', 0.4), strength: 1 }, beside).kind).toBe('unsure');
  });
});

describe('a room', () => {
  const settings: MoodSettings = {
    ...{ of: 'largest', hold: ms(3000), margin: share(0.1), smoothing: ms(0), away_after: ms(10_000) },
    ...{ inertia: ms(45_000), fade_after: ms(1_200_000), presence: { hold: ms(300_000) }, ...beside },
  };
  const home = { watching: false, sensor: true };
  const live = (from: RoomState, since: number, seconds: number, around = home): RoomState => {
    let state = from;
    for (let second = 1; second <= seconds; second += 1) state = passTime(state, instant((since + second) * 1000), settings, around);
    return state;
  };
  const hears = (state: RoomState, said: SenseWord, second: number): RoomState => ({
    ...state,
    senses: sensed(state.senses, said, instant(second * 1000)),
  });

  test('without a camera takes the mood of a sense that holds, and no expression', () => {
    const heard = hears(live(beginRoom(), 0, 10), word(), 10);
    expect(moodIn(live(heard, 10, 2))).toBe('neutral');
    const later = live(heard, 10, 10);
    expect(moodIn(later)).toBe('sad');
    expect(expressionIn(later)).toBe('none');
  });

  test('keeps that mood when the sense falls silent, and is neutral once nothing has been heard for fade_after', () => {
    const silent = live(hears(live(beginRoom(), 0, 10), word(), 10), 10, 600);
    expect(moodIn(silent)).toBe('sad');
    expect(silent.senses.size).toBe(0);
    expect(moodIn(live(silent, 610, 1300))).toBe('neutral');
  });

  test('a sense is no sign of life: an empty room stays away', () => {
    const empty = live(beginRoom(), 0, 10, { watching: true, sensor: false });
    expect(moodIn(live(hears(empty, word(), 10), 10, 60, { watching: true, sensor: false }))).toBe('away');
  });

  test('a happy face stays happy, whatever a watch says', () => {
    const face = { id: 1, box: { x: 0, y: 0, width: 50, height: 50 } as never, scores: clear('happy', 0.75) };
    let state = beginRoom();
    for (let second = 0; second < 600; second += 1) {
      if (second % 60 === 30) state = hears(state, word(), second);
      state = stepRoom(state, { at: instant(second * 1000), faces: [face] }, settings);
    }
    expect(moodIn(state)).toBe('happy');
    expect(expressionIn(state)).toBe('happy');
  });

  test('what a sense says is not the reading: a capture still wants a face', () => {
    expect(live(hears(live(beginRoom(), 0, 10), word(), 10), 10, 10).reading).toEqual({ kind: 'nobody' });
  });
});
