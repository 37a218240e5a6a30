import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Head } from '../../src/bench/reach/heads.ts';
import { headsOf } from '../../src/bench/reach/heads.ts';
import { madeRoom } from '../../src/bench/reach/room.ts';
import { faceWidth, LIGHTS, lit, pasted } from '../../src/bench/reach/scenes.ts';
import type { FaceBox, Frame } from '../../src/domain/sight.ts';
import { instant, share } from '../../src/domain/units.ts';
import { turned } from '../../src/evaluation/corruptions.ts';
import { Budget } from '../../src/inference/finding/budget.ts';
import { FarFaceFinder } from '../../src/inference/finding/far-faces.ts';
import { openFinder } from '../../src/inference/finding/finder.ts';
import { HaarFinder } from '../../src/inference/finding/haar.ts';
import { TrackingFaceFinder } from '../../src/inference/finding/tracking-finder.ts';
import { OWN_MODELS } from '../../src/inference/manifest.ts';
import type { FaceFinder } from '../../src/inference/port.ts';
import { overlap } from '../../src/inference/track.ts';
import { clip } from '../assets.ts';
import { framesOf } from './scene.ts';

const CASCADE = join(OWN_MODELS, 'haarcascade/haarcascade_frontalface_default.xml');
const SETTINGS = { scale_factor: 1.3, neighbours: 5, min_face: 36, working_width: 320 };
const [WIDTH, HEIGHT] = [1280, 720];
const PLACE = { x: 700, y: 300 };

let haar: HaarFinder;
let heads: readonly Head[];
beforeAll(async () => {
  haar = await HaarFinder.open(CASCADE, SETTINGS);
  const [finder, frames] = [await HaarFinder.open(CASCADE, { ...SETTINGS, min_face: 60 }), await framesOf(clip(), 10, 400)];
  heads = await headsOf(frames.slice(0, 40), finder);
});

const room = madeRoom(WIDTH, HEIGHT, 8);
const frameOf = (gray: Uint8Array, index: number): Frame => ({
  ...{ seq: index, at: instant(index * 100), width: room.width, height: room.height },
  source: { width: room.width, height: room.height },
  gray,
});

/** The person at a distance in metres, the head turned by so many degrees, in the so-manieth frame. */
function shown(distance: number, index: number, tilt = 0): { readonly frame: Frame; readonly face: FaceBox } {
  const head = heads[index % heads.length] as Head;
  const held = tilt === 0 ? head : { ...head, picture: turned(head.picture, tilt) };
  const { picture, face } = pasted(room, held, { side: faceWidth(distance, WIDTH), ...PLACE });
  return { frame: frameOf(lit(picture, LIGHTS[0] as (typeof LIGHTS)[number], index).gray, index), face };
}

const isFound = (found: readonly FaceBox[], face: FaceBox): boolean => found.some((box) => overlap(box, face) >= 0.3);

const eyes = (): FaceFinder => {
  const budget = new Budget(share(1));
  const sizes = () => ({ least: 36, most: 192 });
  return new TrackingFaceFinder(haar, { budget, far: new FarFaceFinder(haar, budget, sizes) });
};

describe('across a room', () => {
  test.each([0.75, 1, 1.5, 2, 3])(
    'a face at %f m is found in nearly every frame',
    async (distance) => {
      const finder = eyes();
      let found = 0;
      for (let index = 0; index < 20; index += 1) {
        const { frame, face } = shown(distance, index);
        if (isFound(await finder.find(frame), face)) found += 1;
      }
      expect(found).toBeGreaterThanOrEqual(19);
    },
    60_000,
  );

  test('a head that tilts by 30 degrees is followed, and its tilt reported', async () => {
    const finder = eyes();
    const tilts: number[] = [];
    for (let index = 0; index < 40; index += 1) {
      const { frame, face } = shown(1.5, index, index < 5 ? 0 : Math.min(30, 2 * (index - 5)));
      const [found] = await finder.find(frame);
      if (found && isFound([found], face)) tilts.push(found.tilt ?? 0);
    }
    expect(tilts.length).toBeGreaterThanOrEqual(38);
    expect(tilts.at(0)).toBe(0);
    expect(tilts.at(-1)).toBeGreaterThanOrEqual(18);
  }, 60_000);

  test('nobody is seen in rooms without people', async () => {
    for (const seed of [1, 2, 3]) {
      const finder = eyes();
      for (let index = 0; index < 4; index += 1) {
        const { gray } = lit(madeRoom(WIDTH, HEIGHT, seed), LIGHTS[index % 3] as (typeof LIGHTS)[number], index);
        expect(await finder.find(frameOf(gray, index))).toEqual([]);
      }
    }
  }, 60_000);

  test('a single picture shows its small faces at once', async () => {
    const [inference, sight] = [
      { scale_factor: 1.3, neighbours: 5, min_face: 36 },
      { working_width: 320, reach: 'normal' as const },
    ];
    const parts = { inference: { ...inference, engine: 'onnx' as const, models: '', cascade: '', budget: share(0.03) }, sight };
    const finder = await openFinder(CASCADE, parts, { follow: false, budget: new Budget(share(0.03)) });
    for (const distance of [1, 2, 3]) {
      const { frame, face } = shown(distance, 3);
      expect(isFound(await finder.find(frame), face)).toBe(true);
    }
  }, 60_000);
});
