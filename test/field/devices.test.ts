import { describe, expect, it } from 'vitest';
import type { Capture } from '../../src/camera/capture.ts';
import { listCameras } from '../../src/camera/devices.ts';
import { CameraLost } from '../../src/camera/errors.ts';
import { openCamera } from '../../src/camera/open.ts';
import type { OpenDevice } from '../../src/camera/v4l2.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { cameraConfig, folder } from '../camera/setting.ts';
import { greyFrame } from '../fakes/camera.ts';
import { FakeLog } from '../fakes/log.ts';
import type { BoardInput } from '../fixtures/field/devices/boards.ts';
import { BOARDS } from '../fixtures/field/devices/boards.ts';
import { DEVICE_INPUTS } from '../fixtures/field/devices/inputs.ts';
import { layOut } from '../fixtures/field/devices/tree.ts';

const numberOf = (text: string): number => Number(/\/video(\d+)/.exec(text)?.[1] ?? Number.NaN);

/** Devices that behave as the input says. */
const openerOf =
  ({ busy = [], silent = [] }: BoardInput): OpenDevice =>
  async ({ name, path }): Promise<Capture> => {
    if (busy.includes(numberOf(path))) throw new CameraLost(`${path} does not open: does another program use it?`);
    const shows = !silent.includes(numberOf(path));
    return { name: `${name} (${path})`, read: async () => (shows ? greyFrame(0) : 'ended'), release: async () => undefined };
  };

/** Opens `auto` as the daemon does, again after each loss: the number of the camera that is watched in the end, or why there is none. */
async function watched(input: BoardInput, root: string, log: FakeLog): Promise<number | string | undefined> {
  const camera = openCamera(cameraConfig({ source: 'auto' }), { clock: systemClock, log, openDevice: openerOf(input), root });
  let why: string | undefined;
  for (let losses = 0; losses <= (input.losses ?? 0); losses += 1) {
    try {
      for await (const _ of camera.frames(new AbortController().signal)) {
        return camera.state.kind === 'watching' ? numberOf(camera.state.source) : undefined;
      }
    } catch (err) {
      if (!(err instanceof CameraLost)) throw err;
      why = err.message;
    }
  }
  return why;
}

describe('auto, on', () => {
  it.each(BOARDS)('$name', async (input) => {
    const root = folder();
    layOut(root, input.nodes);
    expect(listCameras(root).map(({ path }) => numberOf(path))).toEqual(input.cameras);
    const log = new FakeLog();
    const found = await watched(input, root, log);
    if (input.watched === undefined) expect(found).toMatch(/^no camera is connected/);
    else expect(found).toBe(input.watched);
    const passedOver = log.lines
      .filter(({ event }) => event === 'camera.passed_over')
      .map(({ fields }) => numberOf(JSON.stringify(fields)));
    expect(passedOver).toEqual(input.passedOver ?? []);
  });
});

it('each input has a name of its own', () => {
  const names = DEVICE_INPUTS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(80);
});
