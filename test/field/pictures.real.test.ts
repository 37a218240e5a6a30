import { describe, expect, it } from 'vitest';
import { clipFrames } from '../../src/camera/clip.ts';
import { CameraLost } from '../../src/camera/errors.ts';
import { openCamera } from '../../src/camera/open.ts';
import { SourceError } from '../../src/camera/source.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { cv, owned } from '../../src/shared/opencv.ts';
import { cameraConfig, folder, jpegs } from '../camera/setting.ts';
import { FakeLog } from '../fakes/log.ts';
import type { FolderInput, Material } from '../fixtures/field/devices/pictures.ts';
import { FOLDERS, fill } from '../fixtures/field/devices/pictures.ts';

const PROGRESSIVE = 2;

function material(): Material {
  const [jpeg, other] = jpegs(2) as [Buffer, Buffer];
  using picture = owned(cv.imdecode(jpeg));
  return { jpeg, other, progressive: cv.imencode('.jpg', picture, [PROGRESSIVE, 1]) };
}

const isRoot = process.getuid?.() === 0;
const applicable = FOLDERS.filter(({ notForRoot }) => !notForRoot || !isRoot);

/** One round, as `perceive` sees it. */
async function round(path: string): Promise<{ shown: string[]; passedOver: Record<string, string>; failure: unknown; told: number }> {
  const got = { shown: [] as string[], passedOver: {} as Record<string, string>, failure: undefined as unknown, told: 0 };
  const passedOver = {
    file: (name: string, why: string): void => {
      got.passedOver[name] = why;
      got.told += 1;
    },
    round: () => undefined,
  };
  try {
    for await (const { source } of clipFrames(path, { passedOver, signal: new AbortController().signal })) {
      got.shown.push(`${source.width} x ${source.height}`);
    }
  } catch (err) {
    got.failure = err;
  }
  return got;
}

/** Two rounds as the daemon sees them: how many pictures, and what was said. */
async function watched({ shown }: FolderInput, path: string): Promise<{ seen: number; files: string[]; why: string }> {
  const log = new FakeLog();
  const camera = openCamera(cameraConfig({ source: path, fps: 200 }), { clock: systemClock, log });
  let [seen, why] = [0, ''];
  try {
    for await (const _ of camera.frames(new AbortController().signal)) {
      seen += 1;
      if (seen >= 2 * shown.length + 1) break;
    }
  } catch (err) {
    expect(err).toBeInstanceOf(CameraLost);
    why = (err as Error).message;
  }
  const said = log.lines.filter(({ event }) => event === 'camera.passed_over');
  return { seen, files: said.map(({ fields }) => (fields as { file: string }).file), why };
}

describe('a folder with', () => {
  it.each(applicable)('$name', async (input) => {
    const path = folder();
    fill(path, input.files(material()));
    const { failure, told, ...got } = await round(path);
    const passedOver = input.passedOver ?? {};
    expect(got).toEqual({ shown: input.shown, passedOver });
    expect(told).toBe(Object.keys(passedOver).length);
    const live = await watched(input, path);
    if (input.lost) {
      expect(failure instanceof CameraLost || failure instanceof SourceError).toBe(true);
      expect((failure as Error).message).toMatch(input.lost);
      expect(live.why).toMatch(input.lost);
    } else {
      expect(failure).toBeUndefined();
      expect(live).toMatchObject({ seen: 2 * input.shown.length + 1, why: '' });
    }
    expect([...live.files].sort()).toEqual(
      Object.keys(passedOver)
        .sort()
        .filter((name) => live.files.includes(name)),
    );
    expect(live.files).toHaveLength(Math.min(20, Object.keys(passedOver).length));
  });
});
