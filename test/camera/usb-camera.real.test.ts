import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imageFile } from '../../src/camera/still/picture.ts';
import { clip, root } from '../assets.ts';
import { DeviceTree } from './device.ts';

/** Looks three times through the camera room as built, and writes what it saw: a line of JSON a frame. */
const LOOK = `
  import { openCamera } from '${root}/dist/camera/open.js';
  import { systemClock } from '${root}/dist/shared/async/clock.js';
  const silent = () => undefined;
  const config = { source: 'auto', fps: 10, idle_fps: 3, width: 640, height: 480, working_width: 320, read_timeout: 20000 };
  const camera = openCamera(config, { clock: systemClock, log: { debug: silent, info: silent, warn: silent, error: silent }, root: process.env.DEVICES });
  let left = 3;
  for await (const { gray, ...frame } of camera.frames(new AbortController().signal)) {
    console.log(JSON.stringify({ ...frame, gray: Buffer.from(gray).toString('base64') }));
    if (--left === 0) break;
  }
`;
/** What the doctor as built finds of the camera. */
const EXAMINE = `
  import { cameraChecks } from '${root}/dist/cli/doctor/camera.js';
  import { loadConfig } from '${root}/dist/config/load.js';
  const config = loadConfig({ env: {} });
  const { camera } = cameraChecks(config);
  const found = await camera(config, { env: {}, root: process.env.DEVICES, signal: AbortSignal.timeout(9000) });
  console.log(JSON.stringify(found).replaceAll(process.env.DEVICES, ''));
`;
type Seen = { readonly width: number; readonly height: number; readonly source: object; readonly gray: Buffer };

const difference = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, grey, i) => sum + Math.abs(grey - (b[i] ?? Number.NaN)), 0) / a.length;

/** OpenCV's own V4L2 capture, on a camera that is a preloaded library: containers and CI have no other. */
describe.runIf(existsSync(join(root, 'dist/camera/open.js')))('a USB camera', { timeout: 60_000 }, () => {
  let folder: string;
  const picture = (number: number): string => join(folder, `${String(number).padStart(3, '0')}.jpg`);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'moodbox-usb-'));
    const pictures = ['-i', clip(), '-vf', 'scale=640:480', '-frames:v', '50', '-q:v', '4', join(folder, '%03d.jpg')];
    execFileSync('ffmpeg', ['-v', 'error', '-nostdin', ...pictures]);
    const library = [join(root, 'test/fixtures/usb-camera.c'), '-o', join(folder, 'usb-camera.so')];
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-Werror', ...library]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the script with a USB camera at `node`; at video0 there is otherwise one that does not open. */
  const run = async (script: string, format: 'MJPG' | 'YUYV', node: string): Promise<readonly unknown[]> => {
    const tree = new DeviceTree();
    for (const each of new Set(['video0', node])) tree.plug(each, 'USB Cam');
    const env = {
      ...process.env,
      LD_PRELOAD: join(folder, 'usb-camera.so'),
      DEVICES: tree.root,
      USB_CAMERA: join(tree.root, 'dev', node),
      USB_CAMERA_PICTURES: folder,
      USB_CAMERA_FORMAT: format,
    };
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env, maxBuffer: 1 << 26 });
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const look = async (format: 'MJPG' | 'YUYV', node = 'video0'): Promise<readonly Seen[]> => {
    const lines = (await run(LOOK, format, node)) as readonly (Omit<Seen, 'gray'> & { readonly gray: string })[];
    return lines.map(({ gray, ...rest }) => ({ ...rest, gray: Buffer.from(gray, 'base64') }));
  };

  test('that sends MJPG shows the very pictures that it sends', async () => {
    const sent = await Promise.all(Array.from({ length: 50 }, (_, i) => imageFile(picture(i + 1))));
    const seen = await look('MJPG');
    expect(seen).toHaveLength(3);
    for (const frame of seen) {
      expect(frame).toMatchObject({ width: 640, height: 480, source: { width: 640, height: 480 } });
      expect(Math.min(...sent.map(({ gray }) => difference(frame.gray, gray)))).toBeLessThan(1);
    }
  });

  test('is watched where one that does not open comes first', async () => expect(await look('MJPG', 'video3')).toHaveLength(3));

  test('is found by the doctor, which says what it passed over', async () =>
    expect(await run(EXAMINE, 'MJPG', 'video3')).toEqual([
      {
        status: 'ok',
        finding:
          'USB Cam (/dev/video3), 640 x 480; passed over: USB Cam (/dev/video0): /dev/video0 does not open: does another program use it?',
      },
    ]));

  test('that offers only YUYV works too', async () => {
    const seen = await look('YUYV');
    expect(seen).toHaveLength(3);
    // Full-range grey out of video levels, 16 to 235.
    for (const frame of seen) {
      expect(frame).toMatchObject({ width: 640, height: 480, source: { width: 640, height: 480 } });
      expect(difference(frame.gray, new Uint8Array(640 * 480).fill(130))).toBeLessThan(2);
    }
  });
});
