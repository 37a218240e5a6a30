import { describe, expect, it } from 'vitest';
import { autoOpener } from '../../../src/camera/device/auto.ts';
import { CameraLost } from '../../../src/camera/errors.ts';
import { openCamera } from '../../../src/camera/open.ts';
import type { OpenDevice } from '../../../src/camera/v4l2.ts';
import { ms } from '../../../src/domain/units.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { greyFrame } from '../../fakes/camera.ts';
import { FakeLog } from '../../fakes/log.ts';
import { DeviceTree } from '../device.ts';
import { cameraConfig } from '../setting.ts';

const live = new AbortController().signal;

/** Two cameras, of which the first shows nothing for as long as `dark` says so. */
function two(change: Partial<Parameters<typeof autoOpener>[1]> = {}) {
  const tree = new DeviceTree();
  for (const node of ['video0', 'video1']) tree.plug(node, node);
  const state = { dark: true, log: new FakeLog() };
  const openDevice: OpenDevice = async ({ name }) => ({
    name,
    read: async () => (state.dark && name === 'video0' ? 'ended' : greyFrame(0)),
    release: async () => undefined,
  });
  return { tree, state, open: autoOpener(cameraConfig(), { log: state.log, openDevice, root: tree.root, ...change }) };
}

/** A read that never comes back, until the test is over. */
const hanging = (): Promise<'ended'> => new Promise(() => undefined);

describe('auto, watched', () => {
  it('passes over a camera whose read hangs, without being lost', async () => {
    const { tree } = two();
    const log = new FakeLog();
    const openDevice: OpenDevice = async ({ name }) => ({
      name,
      read: name === 'video0' ? hanging : async () => greyFrame(0),
      release: name === 'video0' ? async () => void (await hanging()) : async () => undefined,
    });
    const config = cameraConfig({ source: 'auto', read_timeout: ms(60) });
    const camera = openCamera(config, { clock: systemClock, log, openDevice, root: tree.root });
    for await (const _ of camera.frames(live)) {
      expect(camera.state).toMatchObject({ kind: 'watching', source: 'video1' });
      break;
    }
    expect(log.events).toEqual(['camera.passed_over', 'camera.abandoned', 'camera.opened']);
  });
});

describe('autoOpener', () => {
  it('gives a camera that was closed before its first picture could come its turn again', async () => {
    const { open, state } = two();
    const capture = await open(AbortSignal.abort());
    await capture.release();
    expect([capture.name, (await open(live)).name]).toEqual(['video0', 'video0']);
    expect(state.log.lines).toEqual([]);
  });

  it('comes back to the likelier camera once the other one is gone', async () => {
    const { tree, open, state } = two();
    const first = await open(live);
    await first.read(() => true);
    await first.release();
    const second = await open(live);
    await second.read(() => true);
    expect(second.name).toBe('video1');
    tree.pull('video1');
    state.dark = false;
    expect((await open(live)).name).toBe('video0');
    expect(state.log.events).toEqual(['camera.passed_over']);
  });

  it('leaves out what another camera of the box has open', async () => {
    const { tree } = two();
    const { open } = two({ root: tree.root, taken: new Set([`${tree.root}/dev/video0`]) });
    expect((await open(live)).name).toBe('video1');
  });

  it('throws what a single camera says, and all of it where several refuse', async () => {
    const refuses: OpenDevice = async ({ name }) => {
      throw new CameraLost(`${name} does not open`);
    };
    const { tree, open, state } = two({ openDevice: refuses });
    await expect(open(live)).rejects.toThrow('no camera can be opened: video0 does not open; video1 does not open');
    await expect(open(live)).rejects.toThrow(CameraLost);
    expect(state.log.events).toHaveLength(2);
    tree.pull('video1');
    await expect(open(live)).rejects.toThrow(/^video0 does not open$/);
  });

  it('lets an error that is none of the camera end it', async () => {
    const broken: OpenDevice = async () => {
      throw new TypeError('a mistake in the program');
    };
    await expect(two({ openDevice: broken }).open(live)).rejects.toThrow(TypeError);
  });
});
