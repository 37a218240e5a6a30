import { describe, expect, test } from 'vitest';
import type { Lift, ListeningState } from '../../../src/daemon/control/lift.ts';
import { advanceLift, moodOfLift, nextMood } from '../../../src/daemon/control/lift.ts';
import type { Mood } from '../../../src/domain/emotion.ts';
import { MOODS } from '../../../src/domain/emotion.ts';
import { instant, ms } from '../../../src/domain/units.ts';
import { seeded } from '../../../src/shared/random.ts';

const settings = { lift_step: ms(300_000) };
const SECOND = 1000;

/** A room whose music always follows its lift, second by second, with tracks of this length. */
class Room {
  lift: Lift | undefined;
  #now = 0;
  readonly heard: string[] = [];

  feels(mood: Mood, seconds: number, how: Partial<ListeningState> & { readonly track?: number } = {}): this {
    const { track = 240, ...more } = how;
    for (let passed = 0; passed < seconds; passed += 1) {
      this.#now += SECOND;
      const hears = this.lift && moodOfLift(this.lift);
      const ended = (this.#now / SECOND) % track === 0;
      this.lift = advanceLift(this.lift, { at: instant(this.#now), mood, hears, ended, free: true, ...more }, settings);
      const music = this.lift ? moodOfLift(this.lift) : mood;
      if (this.heard.at(-1) !== music) this.heard.push(music);
    }
    return this;
  }
}

describe('a lift', () => {
  test.each(['sad', 'angry', 'fear', 'disgust'] as const)('leads from %s over calm to light, and stays there', (mood) => {
    const room = new Room().feels(mood, 3 * 3600);
    expect(room.heard).toEqual([mood, 'neutral', 'happy']);
    expect(room.lift && nextMood(room.lift)).toBeUndefined();
  });

  test.each(['happy', 'neutral', 'surprise', 'away'] as const)('does not exist for %s', (mood) => {
    expect(new Room().feels(mood, 3600)).toMatchObject({ lift: undefined, heard: [mood] });
  });

  test('takes a step when the first track after its time ends, and not before', () => {
    const room = new Room().feels('sad', 479);
    expect(room.heard).toEqual(['sad']);
    expect(room.feels('sad', 1).heard).toEqual(['sad', 'neutral']);
  });

  test('does not wait for a track that is longer than twice its time', () => {
    const room = new Room().feels('sad', 600, { track: 3600 });
    expect(room.heard).toEqual(['sad']);
    expect(room.feels('sad', 1, { track: 3600 }).heard).toEqual(['sad', 'neutral']);
  });

  test('counts no time that was silent, or that still had other music', () => {
    const room = new Room().feels('sad', 7200, { hears: undefined }).feels('sad', 7200, { hears: 'happy' });
    expect(room.heard).toEqual(['sad']);
    expect(room.feels('sad', 480).heard).toEqual(['sad', 'neutral']);
  });

  test('waits where music must not change yet, and goes on once it may', () => {
    const room = new Room().feels('sad', 7200, { free: false });
    expect(room.heard).toEqual(['sad']);
    expect(room.feels('sad', 1).heard).toEqual(['sad', 'neutral']);
  });

  test('ends when the room feels well, and starts again when it no longer does', () => {
    const room = new Room().feels('sad', 500).feels('happy', 10).feels('sad', 10);
    expect(room.heard).toEqual(['sad', 'neutral', 'happy', 'sad']);
    expect(room.lift).toMatchObject({ from: 'sad', step: 0 });
  });

  test('starts again from the present mood when the room feels bad in another way', () =>
    expect(new Room().feels('sad', 500).feels('angry', 500).heard).toEqual(['sad', 'neutral', 'angry', 'neutral']));

  test('is ended by an empty room', () => expect(new Room().feels('sad', 500).feels('away', 1).lift).toBeUndefined());

  test('a clock that stands still, or a late moment, undoes nothing', () => {
    const lift: Lift = { from: 'sad', step: 1, heard: ms(1000), at: instant(5000) };
    const late = { at: instant(4000), mood: 'sad', hears: 'neutral', ended: false, free: true } as const;
    expect(advanceLift(lift, late, settings)).toMatchObject({ step: 1, heard: 1000 });
  });
});

describe('whatever happens', () => {
  const histories = Array.from({ length: 20 }, (_, seed) => {
    const dice = seeded(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(dice() * from.length)] as T;
    let at = 0;
    return Array.from({ length: 200 }, (): ListeningState => {
      at += Math.floor(dice() * 90_000);
      const mood: Mood = dice() < 0.8 ? 'sad' : pick(MOODS);
      return { at: instant(at), mood, hears: pick([...MOODS, undefined]), ended: dice() < 0.2, free: dice() < 0.8 };
    });
  });

  /** Each moment with the lift before and after it. */
  const steps = histories.flatMap((history) => {
    let lift: Lift | undefined;
    return history.map((moment) => {
      const before = lift;
      lift = advanceLift(before, moment, settings);
      return { before, moment, after: lift };
    });
  });

  test('a lift goes on by one step at a time and never back, as long as the mood stays, and only where music may change', () => {
    const goneOn = steps.flatMap(({ before, moment, after }) =>
      before && after && after.from === before.from ? [{ by: after.step - before.step, free: moment.free }] : [],
    );
    expect(new Set(goneOn.map(({ by }) => by))).toEqual(new Set([0, 1]));
    expect(goneOn.every(({ by, free }) => by === 0 || free)).toBe(true);
  });

  test('it belongs to the mood of the room, or does not exist', () =>
    expect(steps.filter(({ moment, after }) => after && after.from !== moment.mood)).toEqual([]));

  test('it arrives in time from any step, if its music is heard', () => {
    for (const history of histories) {
      let lift = history.reduce<Lift | undefined>((before, moment) => advanceLift(before, moment, settings), undefined);
      const from = history.at(-1)?.at ?? instant(0);
      for (let i = 1; i <= 2400; i += 1) {
        const hears = lift && moodOfLift(lift);
        lift = advanceLift(lift, { at: instant(from + i * SECOND), mood: 'fear', hears, ended: i % 240 === 0, free: true }, settings);
      }
      expect(lift && moodOfLift(lift)).toBe('happy');
    }
  });

  test('the same past leads to the same place', () => {
    for (const history of histories) {
      const end = () => history.reduce<Lift | undefined>((lift, moment) => advanceLift(lift, moment, settings), undefined);
      expect(end()).toEqual(end());
    }
  });
});
