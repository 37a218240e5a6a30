import { describe, expect, it, test } from 'vitest';
import type { Capture } from '../../src/camera/capture.ts';
import { listCameras } from '../../src/camera/devices.ts';
import { CameraLost } from '../../src/camera/errors.ts';
import type { Picture } from '../../src/camera/grey.ts';
import { openCamera } from '../../src/camera/open.ts';
import type { Camera } from '../../src/camera/port.ts';
import { openV4l2 } from '../../src/camera/v4l2.ts';
import { ms } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { take } from '../contracts/camera.ts';
import { greyFrame } from '../fakes/camera.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { DeviceTree, openV4l2OnClip } from './device.ts';
import { cameraConfig } from './setting.ts';

const picture: Picture = greyFrame(0);
const never = new AbortController().signal;
const tools = () => ({ clock: systemClock, log: new FakeLog() });

async function lossOf(camera: Camera): Promise<string> {
  try {
    for await (const _ of camera.frames(never));
  } catch (err) {
    expect(err).toBeInstanceOf(CameraLost);
    expect(camera.state).toEqual({ kind: 'lost', why: (err as Error).message });
    return (err as Error).message;
  }
  throw new Error('it ended without being lost');
}

/** A camera whose reads come back when the test says so. */
class HangingDevice {
  readonly #waiting: ((said: Picture | 'ended') => void)[] = [];
  opened = 0;
  released = 0;

  camera(change: { read_timeout?: number } = {}) {
    const tree = new DeviceTree();
    tree.plug('video0', 'Slow Cam');
    const log = new FakeLog();
    const config = cameraConfig({ source: '0', fps: 1000, read_timeout: ms(change.read_timeout ?? 60) });
    const camera = openCamera(config, { clock: systemClock, log, openDevice: async () => this.#open(), root: tree.root });
    return { camera, log };
  }

  get reading(): number {
    return this.#waiting.length;
  }

  answer(said: Picture | 'ended'): void {
    this.#waiting.shift()?.(said);
  }

  async release(): Promise<void> {
    this.released += 1;
  }

  #open(): Capture {
    this.opened += 1;
    let reading: Promise<unknown> = Promise.resolve();
    const read = (): Promise<Picture | 'ended'> => {
      const answer = new Promise<Picture | 'ended'>((resolve) => this.#waiting.push(resolve));
      reading = answer;
      return answer;
    };
    const release = async (): Promise<void> => {
      await reading;
      await this.release();
    };
    return { name: 'Slow Cam', read, release };
  }
}

describe('a read that hangs', () => {
  it('is a lost camera after the time-out; its capture is released when the read comes back', async () => {
    const device = new HangingDevice();
    const { camera, log } = device.camera();
    expect(await lossOf(camera)).toBe('Slow Cam gave no picture for 0.06 s: check its cable or its network');
    expect(log.events).toEqual(['camera.abandoned']);
    expect(device).toMatchObject({ opened: 1, released: 0 });
    device.answer(picture);
    await expect.poll(() => device.released).toBe(1);
  });

  it('twice: nothing is opened until one read has returned', async () => {
    const device = new HangingDevice();
    const { camera } = device.camera();
    await lossOf(camera);
    await lossOf(camera);
    expect(await lossOf(camera)).toBe('the camera hangs: pull it out and put it back');
    expect(device.opened).toBe(2);
    device.answer('ended');
    await expect.poll(() => device.released).toBe(1);
    expect(await lossOf(camera)).toMatch(/gave no picture/);
    expect(device.opened).toBe(3);
  });

  it('delays an abort by the time-out at most', async () => {
    const device = new HangingDevice();
    const { camera } = device.camera({ read_timeout: 200 });
    const stop = new AbortController();
    const taken = take(camera, 1, stop.signal);
    await expect.poll(() => device.reading).toBe(1);
    stop.abort();
    expect(await taken).toEqual([]);
    expect(camera.state).toEqual({ kind: 'off' });
  });

  it('or an opening that hangs is a lost camera too; a capture that opens late is released', async () => {
    const tree = new DeviceTree();
    tree.plug('video0', 'Slow Cam');
    const device = new HangingDevice();
    const gate = new EventTarget();
    const openDevice = async (): Promise<Capture> => {
      await new Promise((resolve) => gate.addEventListener('open', resolve, { once: true }));
      return { name: 'Slow Cam', read: async () => 'ended', release: () => device.release() };
    };
    const config = cameraConfig({ source: 'auto', read_timeout: ms(60) });
    const camera = openCamera(config, { ...tools(), openDevice, root: tree.root });
    expect(await lossOf(camera)).toBe('the camera did not open within 0.06 s: check that it is switched on and connected');
    gate.dispatchEvent(new Event('open'));
    await expect.poll(() => device.released).toBe(1);
  });
});

describe('a camera that is pulled out', () => {
  /** A device that gives pictures for as long as it is plugged in. */
  function pluggable(source: string) {
    const tree = new DeviceTree();
    const opened: string[] = [];
    const camera = openCamera(cameraConfig({ source, fps: 1000 }), {
      ...tools(),
      root: tree.root,
      openDevice: async ({ path, name }) => {
        opened.push(path.slice(tree.root.length));
        const there = (): boolean => camerasOf(tree).includes(path);
        return { name, read: async () => turn().then(() => (there() ? picture : 'ended')), release: async () => undefined };
      },
    });
    return { tree, opened, camera };
  }

  it.each([
    ['auto', 'auto'],
    ['by its number', '0'],
    ['by its path', '/dev/video0'],
    ['by its link', '/dev/v4l/by-id/usb-C920'],
  ])('is lost, and found again under another number: %s', async (_, source) => {
    const { tree, opened, camera } = pluggable(source);
    tree.plug('video0', 'C920');
    tree.link('usb-C920', 'video0');
    const watching = (async () => {
      for await (const _ of camera.frames(never)) tree.pull('video0');
    })();
    await expect(watching).rejects.toThrow('C920 gives no more pictures');
    expect(await lossOf(camera)).toMatch(/no camera is connected|is not there/);
    tree.plug('video4', 'C920');
    tree.link('usb-C920', 'video4');
    expect(await take(camera, 2)).toHaveLength(2);
    expect(opened).toEqual(['/dev/video0', '/dev/video4']);
  });
});

test('pictures skipped on purpose do not count as dropped; those that a slow reader misses do', async () => {
  const clock = new FakeClock();
  const tree = new DeviceTree();
  tree.plug('video0', 'Cam');
  let read = 0;
  const openDevice = async (): Promise<Capture> => ({
    name: 'Cam',
    read: async (wanted) => {
      await clock.sleep(ms(40), never); // 25 pictures a second
      read += 1;
      return wanted() ? picture : 'skipped';
    },
    release: async () => undefined,
  });
  const camera = openCamera(cameraConfig({ source: '0', fps: 10 }), { clock, log: new FakeLog(), openDevice, root: tree.root });
  const stop = new AbortController();
  const frames = camera.frames(stop.signal)[Symbol.asyncIterator]();
  const first = frames.next();
  await clock.advance(ms(40));
  expect((await first).value).toMatchObject({ seq: 0, at: 40 });
  await clock.advance(ms(1000)); // the reader is busy for a second
  expect(read).toBe(26);
  expect((await frames.next()).value).toMatchObject({ seq: 10, at: 1040 });
  expect(camera.dropped).toBe(9);
  const last = frames.next();
  stop.abort();
  await clock.advance(ms(40));
  expect(await last).toMatchObject({ done: true });
});

test('it says which camera it watches', async () => {
  const { camera } = openV4l2OnClip({ video2: 'C920' });
  const log = new FakeLog();
  const watched = camera(cameraConfig({ source: '/dev/video2' }), { clock: systemClock, log });
  for await (const _ of watched.frames(never)) {
    expect(watched.state).toEqual({ kind: 'watching', source: 'C920 (/dev/video2)', width: 400, height: 300 });
    break;
  }
  expect(log.lines).toEqual([{ level: 'info', event: 'camera.opened', fields: { source: 'C920 (/dev/video2)', width: 400, height: 300 } }]);
});

describe('the real opener', () => {
  it('says what to do if a device does not open', async () => {
    await expect(openV4l2({ path: '/dev/null', name: 'null' }, cameraConfig())).rejects.toThrow(
      new CameraLost('/dev/null does not open: does another program use it?'),
    );
  });

  const root = process.getuid?.() === 0;
  it.skipIf(root)('says what to do if the device may not be read', async () => {
    await expect(openV4l2({ path: '/dev/mem', name: 'mem' }, cameraConfig())).rejects.toThrow(/group 'video'/);
  });
});

const camerasOf = (tree: DeviceTree): string[] => listCameras(tree.root).map(({ path }) => path);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
