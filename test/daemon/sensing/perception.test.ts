import { describe, expect, test } from 'vitest';
import { Perception } from '../../../src/daemon/sensing/perception.ts';
import { scoresBy } from '../../../src/domain/emotion.ts';
import type { Frame, Sighting, Zone } from '../../../src/domain/sight.ts';
import { ms, px, share } from '../../../src/domain/units.ts';
import type { Eyes } from '../../../src/inference/port.ts';
import { FakeCamera, greyFrame } from '../../fakes/camera.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';

/** Eyes that see `faces`, nobody at first, and may be held shut in the middle of a look. */
class SlowEyes implements Eyes {
  gate: Promise<void> = Promise.resolve();
  faces: Sighting['faces'] = [];
  async look(frame: { readonly at: Sighting['at'] }): Promise<Sighting> {
    await this.gate;
    return { at: frame.at, faces: this.faces };
  }
  async [Symbol.asyncDispose](): Promise<void> {}
}

function watching(on = true, script = [greyFrame(0), greyFrame(1)]) {
  const camera = new FakeCamera(script);
  const eyes = new SlowEyes();
  const clock = new FakeClock();
  const log = new FakeLog();
  const stop = new AbortController();
  const seen: number[] = [];
  let turns = 0;
  const parts = { camera, eyes, clock, log, onSighting: (s: Sighting) => seen.push(s.at), onTurn: () => (turns += 1) };
  const perception = new Perception(parts, on);
  const ended = perception.run(stop.signal);
  const close = async (): Promise<void> => {
    stop.abort();
    await ended;
  };
  return { camera, eyes, clock, log, seen, perception, turns: () => turns, close };
}

describe('Perception', () => {
  test('every frame becomes a sighting and a turn', async () => {
    const world = watching();
    await world.clock.advance(ms(0));
    expect(world.seen).toEqual([0, 100]);
    expect(world.turns()).toBe(2);
    await world.close();
    expect(world.camera.watching).toBe(0);
  });

  test('a lost camera is reported, counts as a turn, and is opened again after growing pauses', async () => {
    const world = watching();
    await world.clock.advance(ms(0));
    for (let i = 0; i < 3; i += 1) {
      world.camera.lose();
      await world.clock.advance(ms(15_000));
    }
    expect(world.log.lines.map(({ level, event }) => `${level} ${event}`)).toEqual([
      'warn camera.lost',
      'debug camera.lost',
      'debug camera.lost',
    ]);
    const rests = world.log.lines.map(({ fields }) => (fields as { retryMs: number }).retryMs);
    expect(rests[0]).toBeLessThanOrEqual(500);
    expect(rests[2]).toBeGreaterThan(1000);
    expect(world.turns()).toBe(2 + 3);
    world.camera.show(greyFrame(9));
    await world.clock.advance(ms(0));
    expect(world.seen).toEqual([0, 100, 900]);
    await world.close();
  });

  test('reasons that take turns are a warning once each', async () => {
    const world = watching();
    await world.clock.advance(ms(0));
    for (const why of ['silent', 'busy', 'silent', 'busy']) {
      world.camera.lose(why);
      await world.clock.advance(ms(15_000));
    }
    expect(world.log.lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'debug', 'debug']);
    await world.close();
  });

  test('a camera that is lost a second time is logged again; eyes that fail are an error', async () => {
    const world = watching();
    await world.clock.advance(ms(0));
    world.camera.lose();
    await world.clock.advance(ms(1000));
    world.camera.show(greyFrame(5));
    await world.clock.advance(ms(0));
    world.camera.lose();
    await world.clock.advance(ms(1000));
    world.eyes.gate = Promise.reject(new Error('engine'));
    world.camera.show(greyFrame(6));
    await world.clock.advance(ms(0));
    expect(world.log.lines.map(({ level, event }) => `${level} ${event}`)).toEqual([
      'warn camera.lost',
      'warn camera.lost',
      'error eyes.failed',
    ]);
    await world.close();
  });

  test('off closes the camera, keeps the loop alive, and on opens it again', async () => {
    const world = watching();
    await world.clock.advance(ms(0));
    world.perception.switch(false);
    await world.clock.advance(ms(0));
    expect(world.camera.watching).toBe(0);
    const before = world.turns();
    await world.clock.advance(ms(20_000));
    expect(world.turns()).toBeGreaterThanOrEqual(before + 4);
    expect(world.camera.opened).toBe(1);
    world.perception.switch(true);
    await world.clock.advance(ms(0));
    expect(world.camera.opened).toBe(2);
    expect(world.log.events).toEqual([]);
    await world.close();
  });

  test('a look that is under way when the camera is switched off is never reported', async () => {
    const world = watching();
    await world.clock.advance(ms(0));
    let open = (): void => undefined;
    world.eyes.gate = new Promise((resolve) => {
      open = resolve;
    });
    world.camera.show(greyFrame(7));
    await world.clock.advance(ms(0));
    world.perception.switch(false);
    open();
    await world.clock.advance(ms(0));
    expect(world.seen).toEqual([0, 100]);
    await world.close();
  });

  test('an empty room is watched at the idle pace, the first face brings back the full one, and so does a new opening', async () => {
    const world = watching(true, [greyFrame(0), greyFrame(50)]);
    await world.clock.advance(ms(0));
    expect(world.camera.pace).toBe('idle');
    world.eyes.faces = [{ id: 1, box: { x: px(0), y: px(0), width: px(50), height: px(50) }, scores: scoresBy(() => 1 / 7) }];
    world.camera.show(greyFrame(51));
    await world.clock.advance(ms(0));
    expect(world.camera.pace).toBe('full');
    world.eyes.faces = [];
    world.camera.show(greyFrame(110));
    await world.clock.advance(ms(0));
    expect(world.camera.pace).toBe('idle');
    world.camera.lose();
    await world.clock.advance(ms(1000));
    expect(world.camera).toMatchObject({ opened: 2, pace: 'full' });
    await world.close();
  });

  test('started off, it opens nothing', async () => {
    const world = watching(false);
    await world.clock.advance(ms(60_000));
    expect(world.camera.opened).toBe(0);
    await world.close();
  });

  test('switching twice is switching once', async () => {
    const world = watching();
    await world.clock.advance(ms(0));
    world.perception.switch(true);
    world.perception.switch(true);
    await world.clock.advance(ms(0));
    expect(world.camera.opened).toBe(1);
    await world.close();
  });
});

test('the eyes get each frame with the parts that are ignored now, and whoever wants its pixels gets them in time', async () => {
  const clock = new FakeClock();
  const stop = new AbortController();
  const looked: Frame[] = [];
  const taken: number[] = [];
  const eyes: Eyes = {
    look: async (frame) => {
      looked.push(frame);
      return { at: frame.at, faces: [] };
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  let ignored: readonly Zone[] = [];
  const half = [{ x: share(0), y: share(0), width: share(0.5), height: share(1) }];
  const parts = {
    ...{ eyes, clock, log: new FakeLog(), camera: new FakeCamera([greyFrame(0), greyFrame(1)]), onTurn: () => undefined },
    ignored: () => ignored,
    onSighting: () => {
      ignored = half;
    },
    onFrame: ({ gray, width, height }: Frame) => taken.push(gray.length - width * height),
  };
  const ended = new Perception(parts, true).run(stop.signal);
  await clock.advance(ms(0));
  stop.abort();
  await ended;
  expect(looked.map((frame) => frame.ignored)).toEqual([[], half]);
  expect(taken).toEqual([0, 0]);
});
