import { describe, expect, it } from 'vitest';
import { clipFrames } from '../../src/camera/clip.ts';
import { CameraLost } from '../../src/camera/errors.ts';
import { untold } from '../../src/camera/still/told.ts';
import { clip } from '../assets.ts';
import { cameraOf, folder } from '../camera/setting.ts';
import { CLIPS } from '../fixtures/field/devices/clips.ts';

const { signal } = new AbortController();

/** Every picture of one round: how many, and of which sizes. */
async function round(path: string): Promise<{ count: number; damaged: number; sizes: string[] }> {
  const sizes: string[] = [];
  let damaged = 0;
  const passedOver = {
    ...untold,
    round: (many: number): void => {
      damaged = many;
    },
  };
  for await (const { source } of clipFrames(path, { everyFrame: true, passedOver, signal }))
    sizes.push(`${source.width} x ${source.height}`);
  return { count: sizes.length, damaged, sizes: [...new Set(sizes)] };
}

/** Watches it as the daemon does, for more than a round; why it was lost, if it was. */
async function watched(path: string, most: number): Promise<string> {
  let seen = 0;
  try {
    for await (const _ of cameraOf({ source: path, fps: 50 }).frames(signal)) {
      seen += 1;
      if (seen > most) break;
    }
  } catch (err) {
    expect(err).toBeInstanceOf(CameraLost);
    return (err as Error).message;
  }
  return '';
}

describe('a clip:', () => {
  it.each(CLIPS)('$name', async ({ make, shows, damaged = 0, lost }) => {
    const path = make(clip(), folder());
    if (shows) {
      expect(await round(path)).toEqual({ count: shows[0], damaged, sizes: [shows[1]] });
      expect(await watched(path, shows[0])).toBe('');
    } else expect(await watched(path, 0)).toMatch(lost ?? /never/);
  });
});
