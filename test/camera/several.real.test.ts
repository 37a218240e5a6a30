import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CameraLost } from '../../src/camera/errors.ts';
import { openCameras } from '../../src/camera/open.ts';
import type { Camera } from '../../src/camera/port.ts';
import { SourceError } from '../../src/camera/source.ts';
import type { OpenDevice } from '../../src/camera/v4l2.ts';
import { openVideo, videoCapture } from '../../src/camera/video.ts';
import { MOST_CAMERAS } from '../../src/config/cameras.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { cv } from '../../src/shared/opencv.ts';
import { clip, root } from '../assets.ts';
import { FakeLog } from '../fakes/log.ts';
import { DeviceTree } from './device.ts';
import { cameraConfig, folder, jpegs } from './setting.ts';

const tools = () => ({ clock: systemClock, log: new FakeLog() });
const several = (...sources: readonly (readonly [name: string, source: string])[]) =>
  cameraConfig({ source: 'auto', sources: sources.map(([name, source]) => ({ name, source })) });

/** Opens the camera and waits for its first picture. `close` leaves it. */
async function watched(camera: Camera): Promise<{ readonly close: () => Promise<void> }> {
  const stop = new AbortController();
  const frames = camera.frames(stop.signal)[Symbol.asyncIterator]();
  await frames.next();
  const close = async (): Promise<void> => {
    stop.abort();
    await frames.return?.();
  };
  return { close };
}

describe('openCameras', () => {
  it('opens one camera without a name if camera.source names it', () => {
    expect(openCameras(cameraConfig(), tools()).map(({ name }) => name)).toEqual(['']);
  });

  it('opens each camera from its own source, and all of them look at the same time', async () => {
    const cameras = openCameras(several(['front', clip()], ['back', clip()]), tools());
    expect(cameras.map(({ name }) => name)).toEqual(['front', 'back']);
    const open = await Promise.all(cameras.map(({ camera }) => watched(camera)));
    expect(cameras.map(({ camera }) => camera.state.kind)).toEqual(['watching', 'watching']);
    await open[0]?.close();
    expect(cameras.map(({ camera }) => camera.state.kind)).toEqual(['off', 'watching']);
    await open[1]?.close();
  });

  it('says which camera has an impossible source', () => {
    const wrong = several(['front', clip()], ['back', 'ftp://cam.local/video']);
    expect(() => openCameras(wrong, tools())).toThrow(SourceError);
    expect(() => openCameras(wrong, tools())).toThrow(/^camera back: 'ftp:\/\/' is no camera that moodbox can open/);
  });

  it('refuses a missing path if it is the only camera, named or not', () => {
    for (const config of [cameraConfig({ source: '/srv/no/such.mp4' }), several(['front', '/srv/no/such.mp4'])])
      expect(() => openCameras(config, tools())).toThrow(/there is no camera, file or folder '\/srv\/no\/such\.mp4'/);
  });

  it('loses one of several whose path is missing, says why, and opens it once it is there; the others go on', async () => {
    const path = join(folder(), 'stick', 'wall.jpg');
    const [front, back] = openCameras(several(['front', clip()], ['back', path]), tools()).map(({ camera }) => camera);
    if (!front || !back) throw new Error('two were asked for');
    const open = await watched(front);
    await expect(watched(back)).rejects.toThrow(CameraLost);
    expect(back.state).toMatchObject({ kind: 'lost', why: expect.stringContaining(`there is no camera, file or folder '${path}'`) });
    mkdirSync(dirname(path));
    writeFileSync(path, jpegs(1)[0] ?? '');
    const late = await watched(back);
    expect([front, back].map(({ state }) => state.kind)).toEqual(['watching', 'watching']);
    await late.close();
    await open.close();
  });

  it('does not mistake a camera for another one of the same make', async () => {
    const tree = new DeviceTree();
    for (const node of ['video0', 'video2']) tree.plug(node, 'C920');
    const openDevice: OpenDevice = async ({ name }) => videoCapture(name, openVideo(clip(), cv.CAP_FFMPEG, ''));
    const config = several(['front', '/dev/video0'], ['back', '/dev/video2']);
    const [front, back] = openCameras(config, { ...tools(), openDevice, root: tree.root }).map(({ camera }) => camera);
    if (!front || !back) throw new Error('two were asked for');
    const open = await Promise.all([front, back].map(watched));
    await open[0]?.close();
    tree.pull('video0');
    await expect(watched(front)).rejects.toThrow(CameraLost);
    await open[1]?.close();
    // Nobody has that one now, and nothing tells the two apart.
    await (await watched(front)).close();
  });
});

it('the thread pool has two threads for each camera that hangs, and as many as Node has by default for all else', () => {
  const [line = ''] = readFileSync(join(root, 'bin/moodbox'), 'utf8').split('\n');
  expect(Number(/UV_THREADPOOL_SIZE=(\d+)/.exec(line)?.[1])).toBeGreaterThanOrEqual(2 * MOST_CAMERAS + 4);
});
