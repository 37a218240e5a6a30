import { describe, expect, test } from 'vitest';
import { Director } from '../../../src/daemon/control/director.ts';
import type { Emotion } from '../../../src/domain/emotion.ts';
import { scoresBy } from '../../../src/domain/emotion.ts';
import type { PlannedMood } from '../../../src/domain/plan.ts';
import { moment, ms, percent, px } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { FakePlayer } from '../../fakes/player.ts';
import { moodDefaults, musicDefaults } from '../defaults.ts';

/** A director with a plan, in a room where people move, and look at the camera or not. */
class Room {
  readonly clock = new FakeClock();
  readonly moods: string[] = [];
  readonly confirmed: string[] = [];
  plan: PlannedMood | undefined = { mood: 'happy', part: 'morning' };
  readonly director: Director = new Director(
    {
      ...{ player: new FakePlayer(), clock: this.clock, log: new FakeLog(), today: () => moment(this.clock.now()) },
      ...{ onFeedback: () => undefined, update: () => undefined, switchCamera: () => undefined, remember: () => undefined },
      ...{ changed: () => undefined, blind: () => false, ceiling: () => percent(100) },
      moodChanged: ({ to }) => this.moods.push(to),
      plan: () => this.plan,
      confirmed: () => this.confirmed.push(this.director.mood),
    },
    moodDefaults,
    musicDefaults,
    { camera: true, autoplay: true, override: 'auto' },
  );

  /** So many ms of somebody who moves, and shows a face or not. */
  async see(face: Emotion | 'turned away' | 'nobody', span: number): Promise<void> {
    const box = { x: px(0), y: px(0), width: px(50), height: px(50) };
    const faces =
      face === 'turned away' || face === 'nobody' ? [] : [{ id: 1, box, scores: scoresBy((each) => (each === face ? 0.8 : 0.03)) }];
    for (let passed = 0; passed < span; passed += 200) {
      this.director.sighted({ at: this.clock.now(), faces, moved: face !== 'nobody' });
      if (passed % 1000 === 0) this.director.tick();
      await this.clock.advance(ms(200));
    }
  }
}

describe('the plan of the day', () => {
  test('plays for somebody whose face cannot be read, and says so', async () => {
    const room = new Room();
    await room.see('turned away', 10_000);
    expect([room.director.mood, room.director.planned]).toEqual(['happy', { mood: 'happy', part: 'morning' }]);
    expect(room.moods).toEqual(['happy']);
  });

  test('gives way to a face as soon as it is read', async () => {
    const room = new Room();
    await room.see('turned away', 10_000);
    await room.see('sad', 4000);
    expect([room.director.mood, room.director.planned, room.moods]).toEqual(['sad', undefined, ['happy', 'sad']]);
    expect(room.confirmed).toEqual([]);
  });

  test('is confirmed by a face that shows the same', async () => {
    const room = new Room();
    await room.see('turned away', 10_000);
    await room.see('happy', 4000);
    expect([room.director.planned, room.moods, room.confirmed]).toEqual([undefined, ['happy'], ['happy']]);
  });

  test('says nothing in an empty room, nor where no plan is in use', async () => {
    const room = new Room();
    await room.see('nobody', 20_000);
    expect([room.director.mood, room.director.planned]).toEqual(['away', undefined]);
    const unplanned = new Room();
    unplanned.plan = undefined;
    await unplanned.see('turned away', 10_000);
    expect(unplanned.director.mood).toBe('neutral');
  });

  test('a neutral hour is no different from no plan', async () => {
    const room = new Room();
    room.plan = { mood: 'neutral', part: 'night' };
    await room.see('turned away', 10_000);
    expect([room.director.mood, room.director.planned]).toEqual(['neutral', undefined]);
  });

  test('ends when everybody has left, and never outdoes a mood that a person holds', async () => {
    const room = new Room();
    await room.see('turned away', 10_000);
    await room.see('nobody', 30_000);
    expect(room.director.mood).toBe('away');
    await room.see('turned away', 10_000);
    room.director.command({ type: 'override', mood: 'angry' });
    await room.see('turned away', 1000);
    expect([room.director.mood, room.director.planned]).toEqual(['angry', undefined]);
  });
});
