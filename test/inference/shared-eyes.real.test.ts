import { InferenceSession } from 'onnxruntime-node';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { strongest } from '../../src/domain/emotion.ts';
import { instant } from '../../src/domain/units.ts';
import { openSharedEyes } from '../../src/inference/open.ts';
import { photo } from '../assets.ts';
import { eyesContract } from '../contracts/eyes.ts';
import { FakeLog } from '../fakes/log.ts';
import { framesOf } from './scene.ts';

const open = (cameras: number, log = new FakeLog()) => openSharedEyes(loadConfig({ env: {} }).inference, cameras, { log });

async function crowd() {
  const [frame] = await framesOf(photo(6), 10, 960);
  if (!frame) throw new Error('the photo shows nothing');
  return frame;
}

eyesContract('the second camera’s eyes', async () => {
  const shared = await open(2);
  const [, second] = shared.eyes;
  if (!second) throw new Error('there are no second eyes');
  return {
    eyes: { look: (frame) => second.look(frame), [Symbol.asyncDispose]: () => shared[Symbol.asyncDispose]() },
    crowd: await crowd(),
  };
});

describe('openSharedEyes', () => {
  afterEach(() => vi.restoreAllMocks());

  test('opens each network once for all cameras, and closes it once', async () => {
    const create = vi.spyOn(InferenceSession, 'create');
    const log = new FakeLog();
    const shared = await open(3, log);
    expect(shared.eyes).toHaveLength(3);
    expect(log.events).toEqual(['inference.opened']);
    expect(create).toHaveBeenCalledTimes(2);
    const sessions = await Promise.all(create.mock.results.map(({ value }) => value));
    const releases = sessions.map((session) => vi.spyOn(session, 'release'));
    await shared.eyes[0]?.[Symbol.asyncDispose]();
    for (const release of releases) expect(release).not.toHaveBeenCalled();
    await shared[Symbol.asyncDispose]();
    for (const release of releases) expect(release).toHaveBeenCalledTimes(1);
  });

  test('each camera follows its own faces, even when they look at the same time', async () => {
    await using shared = await open(2);
    const [front, back] = shared.eyes;
    if (!front || !back) throw new Error('two were asked for');
    const people = await crowd();
    const nobody = { ...people, gray: new Uint8Array(people.gray.length).fill(90) };
    const seen = await Promise.all([front.look(people), back.look(nobody)]);
    expect(seen.map(({ faces }) => faces.length > 0)).toEqual([true, false]);
    // The first look at a room overdraws the budget: who comes in right after it is looked for a second later.
    await Promise.all([front, back].map((eyes) => eyes.look({ ...people, at: instant(1500) })));
    const later = await Promise.all([front, back].map((eyes) => eyes.look({ ...people, at: instant(1600) })));
    expect(later[0]?.faces.map(({ id }) => id)).toEqual(seen[0]?.faces.map(({ id }) => id));
    expect(later[1]?.faces[0]?.id).toBe(1);
    // The far ones take it a little longer; the near ones are the largest, and come first.
    const [all, near] = later.map(({ faces }) => faces.map(({ scores }) => strongest(scores)));
    expect(near?.length).toBeGreaterThanOrEqual(3);
    expect(near).toEqual(all?.slice(0, near?.length));
  });
});
