import { describe, expect, test } from 'vitest';
import type { FaceBox, Frame } from '../../../src/domain/sight.ts';
import { instant, share } from '../../../src/domain/units.ts';
import { Budget } from '../../../src/inference/finding/budget.ts';
import { FarFaceFinder } from '../../../src/inference/finding/far-faces.ts';
import { FakeSearcher } from '../../fakes/face-searcher.ts';
import { box, frameBy } from '../scene.ts';

/** A room of 640 x 480 at a moment, with a bright thing whose place changes with `scene`. */
const pictures = new Map<string, Frame>();
function at(time: number, scene = 0, width = 640): Frame {
  const name = `${scene} ${width}`;
  const grey = (x: number, y: number) => (x >= 60 * scene && x < 60 * scene + 80 && y >= 400 ? 250 : 40 + ((x + y) % 50));
  const frame = pictures.get(name) ?? frameBy(width, 480, grey);
  pictures.set(name, frame);
  return { ...frame, at: instant(time) };
}

function watching(given: { readonly budget?: number; readonly boxes?: readonly FaceBox[] } = {}) {
  const inner = new FakeSearcher(given.boxes ?? []);
  const far = new FarFaceFinder(inner, new Budget(share(given.budget ?? 1)), () => ({ least: 24, most: 96 }));
  return { inner, far };
}
/** 640 x 480 is four parts. */
const PARTS = 4;

describe('a small face', () => {
  test('that is there from the beginning is reported in the first frame', async () => {
    const { far } = watching({ boxes: [box(300, 200, 40)] });
    expect(await far.newcomers(at(0), [])).toEqual([box(300, 200, 40)]);
  });

  test('that comes later is reported one frame after it first shows', async () => {
    const { inner, far } = watching();
    await far.newcomers(at(0), []);
    inner.boxes = [box(300, 200, 40)];
    const told: number[] = [];
    for (let time = 100; time <= 3000; time += 100)
      if ((await far.newcomers(at(time, 1 + ((time / 100) % 2)), [])).length > 0) told.push(time);
    expect(told[0]).toBeGreaterThanOrEqual(200);
    expect(told[0]).toBeLessThanOrEqual(500);
  });

  test('that only one frame shows is never reported', async () => {
    const { inner, far } = watching();
    await far.newcomers(at(0), []);
    for (let time = 100; time <= 5000; time += 100) {
      inner.boxes = (time / 100) % 20 === 5 ? [box(300, 200, 40)] : [];
      expect(await far.newcomers(at(time, (time / 100) % 5), [])).toEqual([]);
    }
  });

  test('that is known already is not reported again', async () => {
    const known = [box(298, 202, 42)];
    const { far } = watching({ boxes: [box(300, 200, 40)] });
    for (let time = 0; time <= 5000; time += 100) expect(await far.newcomers(at(time, (time / 100) % 5), known)).toEqual([]);
  });

  test('that was lost is reported as soon as it is back in its place', async () => {
    const { inner, far } = watching();
    await far.newcomers(at(0), []);
    far.addLost([box(300, 200, 40)], instant(100));
    expect(await far.newcomers(at(100), [])).toEqual([]);
    inner.boxes = [box(302, 200, 40)];
    expect(await far.newcomers(at(200), [])).toEqual(inner.boxes);
  });
});

describe('the parts', () => {
  /** How often a part is searched in so many seconds, ten frames each. */
  async function searches(
    seconds: number,
    sceneOf: (frame: number) => number,
    given: Parameters<typeof watching>[0] = {},
    known: readonly FaceBox[] = [],
  ) {
    const { inner, far } = watching(given);
    await far.newcomers(at(0), []);
    for (let frame = 1; frame <= 50; frame += 1) await far.newcomers(at(frame * 100), []);
    const before = inner.parts;
    for (let frame = 51; frame <= 50 + seconds * 10; frame += 1) await far.newcomers(at(frame * 100, sceneOf(frame)), known);
    return (inner.parts - before) / PARTS;
  }

  test('are all searched at once in the first frame', async () => {
    const { inner, far } = watching();
    await far.newcomers(at(0), []);
    expect(inner.parts).toBe(PARTS);
  });

  test('of a still room are searched every ten seconds', async () => {
    expect(await searches(60, () => 0)).toBeCloseTo(6, 0);
  });

  test('are searched often if something moves, rarely if nothing does', async () => {
    const often = await searches(20, (frame) => frame % 3);
    expect(often).toBeGreaterThan(20 * 0.5);
    expect(often).toBeLessThan(20 * 3.4);
  });

  test('are searched now and then even if the budget is spent', async () => {
    expect(await searches(60, (frame) => frame % 3, { budget: 0 })).toBeCloseTo(3, 0);
  });

  test('are left alone if only a known face moves', async () => {
    const large = [box(0, 100, 200, 200)];
    expect(await searches(20, (frame) => frame % 3, {}, large)).toBeLessThanOrEqual(2.5);
  });

  test('of frames of another size are searched anew', async () => {
    const { inner, far } = watching();
    await far.newcomers(at(0), []);
    const before = inner.parts;
    await far.newcomers(at(100, 0, 400), []);
    expect(inner.parts).toBeGreaterThan(before);
  });
});
