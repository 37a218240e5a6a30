import { describe, expect, test } from 'vitest';
import { CameraSet } from '../../../src/daemon/sensing/camera-set.ts';
import { GRACE } from '../../../src/daemon/sensing/loss-grace.ts';
import type { Sighting } from '../../../src/domain/sight.ts';
import { ms } from '../../../src/domain/units.ts';
import type { Eyes } from '../../../src/inference/port.ts';
import { FakeCamera, greyFrame } from '../../fakes/camera.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';

const watching = { kind: 'watching', source: 'fake', width: 640, height: 480 };

/** Eyes that see nobody, and may be held shut in the middle of a look. */
class SlowEyes implements Eyes {
  gate: Promise<void> = Promise.resolve();
  async look(frame: { readonly at: Sighting['at'] }): Promise<Sighting> {
    await this.gate;
    return { at: frame.at, faces: [] };
  }
  async [Symbol.asyncDispose](): Promise<void> {}
}

async function open(names: readonly string[], on = true) {
  const clock = new FakeClock();
  const log = new FakeLog();
  const seen: Sighting[] = [];
  const viewpoints = names.map((name) => ({ name, camera: new FakeCamera([greyFrame(0)]), eyes: new SlowEyes() }));
  const lookout = new CameraSet({ viewpoints, clock, log, onSighting: (sighting) => seen.push(sighting) }, on);
  const stop = new AbortController();
  const ended = lookout.run(stop.signal);
  await clock.advance(ms(0));
  const close = async (): Promise<void> => {
    stop.abort();
    await ended;
  };
  const [front, back] = viewpoints;
  if (!front) throw new Error('a lookout needs a viewpoint');
  return { lookout, clock, log, seen, front, back: back ?? front, close };
}

describe('CameraSet', () => {
  test('says which camera saw what; the only camera of a box has no name', async () => {
    const two = await open(['front', 'back']);
    expect(two.seen.map(({ camera }) => camera).sort()).toEqual(['back', 'front']);
    await two.close();
    const one = await open(['']);
    expect(one.seen).toEqual([{ at: 0, faces: [] }]);
    await one.close();
  });

  test('reports a lost camera while the other goes on, and opens it again, however long that takes', async () => {
    const { lookout, clock, log, seen, front, back, close } = await open(['front', 'back']);
    back.camera.lose('pulled out');
    await clock.advance(ms(0));
    expect(log.events).toEqual(['camera.lost']);
    expect(lookout.states(true).map(({ state }) => state)).toEqual([watching, watching]);
    expect(lookout.losses).toEqual({ interrupted: new Set(['back']), lost: new Set() });
    await clock.advance(GRACE);
    expect(lookout.losses).toEqual({ interrupted: new Set(), lost: new Set(['back']) });
    expect(lookout.states(true)).toEqual([
      { name: 'front', state: watching },
      { name: 'back', state: { kind: 'lost', why: 'pulled out' } },
    ]);
    expect(lookout.blind).toBe(false);
    expect(log.events).toEqual(['camera.lost']);
    front.camera.show(greyFrame(1));
    await clock.advance(ms(0));
    expect(seen.at(-1)).toMatchObject({ at: 100, camera: 'front' });
    expect(front.camera.opened).toBe(1);
    await clock.advance(ms(1000));
    back.camera.show(greyFrame(2));
    await clock.advance(ms(0));
    expect(back.camera.opened).toBe(2);
    expect(seen.at(-1)).toMatchObject({ at: 200, camera: 'back' });
    await close();
  });

  test('is blind only if no camera watches', async () => {
    const { lookout, clock, front, back, close } = await open(['front', 'back']);
    for (const { camera } of [front, back]) camera.lose();
    await clock.advance(ms(GRACE - 1));
    expect(lookout.blind).toBe(false);
    await clock.advance(ms(1));
    expect(lookout.blind).toBe(true);
    await close();
  });

  test('the switch closes all cameras, and opens all', async () => {
    const { lookout, clock, front, back, close } = await open(['front', 'back']);
    lookout.switch(false);
    await clock.advance(ms(0));
    expect([front.camera.watching, back.camera.watching]).toEqual([0, 0]);
    expect(lookout.states(false).map(({ state }) => state.kind)).toEqual(['off', 'off']);
    lookout.switch(true);
    await clock.advance(ms(0));
    expect([front.camera.opened, back.camera.opened]).toEqual([2, 2]);
    await close();
  });

  test('switched off, it opens none', async () => {
    const { front, back, close } = await open(['front', 'back'], false);
    expect([front.camera.opened, back.camera.opened]).toEqual([0, 0]);
    await close();
  });

  test('hangs if one of the loops does', async () => {
    const { lookout, clock, front, back, close } = await open(['front', 'back']);
    let release = (): void => undefined;
    back.eyes.gate = new Promise((resolve) => {
      release = resolve;
    });
    back.camera.show(greyFrame(1));
    for (let i = 1; i <= 60; i += 1) {
      front.camera.show(greyFrame(10 * i));
      await clock.advance(ms(1000));
    }
    expect(lookout.quietFor(ms(60_000))).toEqual(['back']);
    expect(lookout.lastTurn).toBe(0);
    release();
    await clock.advance(ms(0));
    expect(lookout.quietFor(ms(60_000))).toEqual([]);
    expect(lookout.lastTurn).toBeGreaterThanOrEqual(59_000);
    await close();
  });

  test('time never goes back, whichever camera reports first', async () => {
    const { clock, seen, front, back, close } = await open(['front', 'back']);
    back.camera.show(greyFrame(5));
    await clock.advance(ms(0));
    front.camera.show(greyFrame(4));
    await clock.advance(ms(0));
    expect(seen.slice(-2)).toEqual([
      { at: 500, faces: [], camera: 'back' },
      { at: 500, faces: [], camera: 'front' },
    ]);
    await close();
  });

  test('counts the pictures of all cameras, and the dropped ones', async () => {
    const { lookout, clock, front, back, close } = await open(['front', 'back']);
    for (let i = 1; i <= 24; i += 1) {
      front.camera.show(greyFrame(i));
      if (i % 2 === 0) back.camera.show(greyFrame(i));
      await clock.advance(ms(100));
    }
    expect(lookout.fps).toBe((25 + 13) / 5);
    for (const { camera } of [front, back]) for (let i = 30; i < 33; i += 1) camera.show(greyFrame(i));
    expect(lookout.dropped).toBe(front.camera.dropped + back.camera.dropped);
    expect(lookout.dropped).toBe(4);
    await close();
  });

  test('the log names the camera', async () => {
    const children: object[] = [];
    const log = Object.assign(new FakeLog(), {
      child: (fields: object) => {
        children.push(fields);
        return new FakeLog();
      },
    });
    const viewpoint = (name: string) => ({ name, camera: new FakeCamera(), eyes: new SlowEyes() });
    const parts = { clock: new FakeClock(), log, onSighting: () => undefined };
    new CameraSet({ ...parts, viewpoints: [viewpoint('front'), viewpoint('back')] }, true);
    new CameraSet({ ...parts, viewpoints: [viewpoint('')] }, true);
    expect(children).toEqual([{ camera: 'front' }, { camera: 'back' }]);
  });
});
