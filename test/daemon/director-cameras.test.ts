import { describe, expect, test } from 'vitest';
import { Director } from '../../src/daemon/control/director.ts';
import { reportedFaces } from '../../src/daemon/report/reported-faces.ts';
import type { Emotion } from '../../src/domain/emotion.ts';
import { scoresBy } from '../../src/domain/emotion.ts';
import { moment, ms, percent, px } from '../../src/domain/units.ts';
import { WAITED_FOR } from '../../src/mood/witness.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { FakePlayer } from '../fakes/player.ts';
import { moodDefaults, musicDefaults } from './defaults.ts';

type Shown = { readonly emotion: Emotion; readonly surely?: number };

/** A director with two cameras. A camera shows a face, an empty room (`undefined`), or nothing at all (`lost`). */
class World {
  readonly clock = new FakeClock();
  readonly director: Director;
  front: Shown | undefined | 'lost';
  back: Shown | undefined | 'lost';

  constructor() {
    const nothing = (): void => undefined;
    const parts = {
      ...{ player: new FakePlayer(), clock: this.clock, log: new FakeLog(), today: () => moment(this.clock.now()) },
      ...{ onFeedback: nothing, update: nothing, switchCamera: nothing, remember: nothing },
      ...{ ceiling: () => percent(100), changed: nothing, moodChanged: nothing },
      blind: () => this.front === 'lost' && this.back === 'lost',
      losses: () => ({
        interrupted: new Set<string>(),
        lost: new Set(['front', 'back'].filter((name) => this[name as 'front'] === 'lost')),
      }),
    };
    this.director = new Director(parts, moodDefaults, musicDefaults, { camera: true, autoplay: true, override: 'auto' });
  }

  async pass(span: number): Promise<void> {
    for (let passed = 0; passed < span; passed += 200) {
      for (const camera of ['front', 'back'] as const) this.#look(camera);
      if (passed % 1000 === 0) this.director.tick();
      await this.clock.advance(ms(200));
    }
  }

  get faces() {
    return reportedFaces(this.director.room, this.clock.now()).faces.map(({ camera, unsure }) => ({ camera, unsure }));
  }

  /** Both cameras count their faces from 1. */
  #look(camera: 'front' | 'back'): void {
    const shown = this[camera];
    if (shown === 'lost') return;
    const { emotion, surely = 0.7 } = shown ?? {};
    const scores = scoresBy((each) => (each === emotion ? surely : (1 - surely) / 6));
    const box = { x: px(0), y: px(0), width: px(camera === 'front' ? 90 : 50), height: px(50) };
    this.director.sighted({ at: this.clock.now(), camera, faces: shown ? [{ id: 1, box, scores }] : [] });
  }
}

describe('a director with two cameras', () => {
  test('knows of somebody whom only one of them sees', async () => {
    const world = new World();
    world.back = { emotion: 'happy' };
    await world.pass(5000);
    expect(world.director).toMatchObject({ mood: 'happy', expression: 'happy', presence: { kind: 'present', by: 'face' } });
    expect(world.faces).toEqual([{ camera: 'back', unsure: false }]);
    await world.pass(20_000);
    expect(world.director.mood).toBe('happy');
  });

  test('believes the one that is sure, and leaves the other out', async () => {
    const world = new World();
    world.front = { emotion: 'sad', surely: 0.3 };
    world.back = { emotion: 'happy' };
    await world.pass(5000);
    expect(world.director).toMatchObject({ mood: 'happy', reading: { kind: 'sure' } });
    expect(world.director.confidence).toBeCloseTo(0.7, 2);
    expect(world.faces).toEqual([
      { camera: 'front', unsure: true },
      { camera: 'back', unsure: false },
    ]);
  });

  test('keeps the faces of the two apart, although both count from 1', async () => {
    const world = new World();
    world.front = { emotion: 'happy' };
    world.back = { emotion: 'sad' };
    await world.pass(5000);
    expect(world.director.room.views.get('front')?.faces.get(1)?.scores.happy).toBeCloseTo(0.7, 2);
    expect(world.director.room.views.get('back')?.faces.get(1)?.scores.sad).toBeCloseTo(0.7, 2);
    expect(world.director.reading).toMatchObject({
      kind: 'sure',
      scores: { happy: expect.closeTo(0.375, 2), sad: expect.closeTo(0.375, 2) },
    });
  });

  test('goes on with the other if one is lost, and takes it back as if nothing had happened', async () => {
    const world = new World();
    world.front = { emotion: 'happy' };
    await world.pass(5000);
    world.back = 'lost';
    await world.pass(60_000);
    expect(world.director).toMatchObject({ mood: 'happy', presence: { kind: 'present', by: 'face' } });
    world.back = undefined;
    await world.pass(5000);
    expect(world.director).toMatchObject({ mood: 'happy', presence: { kind: 'present', by: 'face' } });
  });

  test('a face that only the lost camera saw leaves with it, and for half an hour presence is unknown', async () => {
    const world = new World();
    world.back = { emotion: 'happy' };
    await world.pass(5000);
    world.back = 'lost';
    await world.pass(1200);
    expect(world.faces).toEqual([]);
    expect(world.director.mood).toBe('happy');
    await world.pass(12_000);
    expect(world.director).toMatchObject({ mood: 'happy', presence: { kind: 'unknown' } });
    await world.pass(WAITED_FOR);
    expect(world.director).toMatchObject({ mood: 'away', presence: { kind: 'absent' } });
  });

  test('keeps the mood if all are lost: no camera looks, and presence is unknown', async () => {
    const world = new World();
    world.front = { emotion: 'happy' };
    await world.pass(5000);
    world.front = 'lost';
    world.back = 'lost';
    await world.pass(60_000);
    expect(world.director).toMatchObject({ mood: 'happy', presence: { kind: 'unknown' } });
  });
});
