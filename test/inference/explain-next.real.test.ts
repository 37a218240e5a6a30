import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { GRAIN, grainOf, shades } from '../../src/inference/occlusion.ts';
import { openEyes } from '../../src/inference/open.ts';
import { photo } from '../assets.ts';
import { FakeLog } from '../fakes/log.ts';
import { framesOf } from './scene.ts';

const { inference } = loadConfig({ env: {} });
const [crowd] = await framesOf(photo(6), 10, 960);
if (!crowd) throw new Error('the photo shows nothing');
const frame = crowd;
const open = () => openEyes(inference, { log: new FakeLog(), follow: false });

describe('a reading that somebody wants explained', () => {
  test('is that of the largest face in the next frame, and the map is the same as that of the whole frame', {
    timeout: 60_000,
  }, async () => {
    await using eyes = await open();
    const asked = eyes.explainNext(undefined, new AbortController().signal);
    const { faces } = await eyes.look(frame);
    const explained = await asked;
    expect(explained).toMatchObject(faces[0] ?? {});
    expect(explained?.grid).toHaveLength(GRAIN * GRAIN);
    await using whole = await open();
    const [first] = (await whole.explain(frame)).faces;
    if (!first || !explained) throw new Error('no face is explained');
    expect(explained.region).toEqual(first.region);
    const wanted = grainOf(shades(first.map));
    for (const [at, value] of explained.grid.entries()) expect(Math.abs(value - (wanted[at] ?? 9))).toBeLessThan(1e-4);
  });

  test('waits for the face that was asked for, and for no other', async () => {
    await using eyes = await open();
    const stop = new AbortController();
    const asked = eyes.explainNext(99, stop.signal);
    await eyes.look(frame);
    stop.abort();
    expect(await asked).toBeUndefined();
  });
});
