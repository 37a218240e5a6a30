import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A camera that the kernel knows (V4L2). `name` is what it calls itself; two of the same make share it. */
export type CameraDevice = { readonly path: string; readonly name: string };

/** Decoders, encoders and raw sensors of the Raspberry Pi: video nodes, but no cameras to read from. */
const NO_CAMERA = /^(bcm2835-(codec|isp)|rpivid|rpi-hevc|pispbe|rp1-cfe|unicam)/;

/**
 * All cameras, lowest number first, as sysfs lists them. A camera's second node carries metadata, not pictures (its `index`
 * is not 0): left out. `root` stands in for `/` in tests.
 */
export function listCameras(root = '/'): readonly CameraDevice[] {
  return nodes(root)
    .filter((node) => attribute(root, node, 'index') === '0' && existsSync(join(root, 'dev', node)))
    .map((node) => deviceOf(root, node))
    .filter((device) => !NO_CAMERA.test(device.name));
}

/**
 * The camera that `wanted` means now: `auto`, a path such as /dev/video0, or a link such as /dev/v4l/by-id/… A /dev/videoN
 * that has vanished is looked for under other numbers by the name that it had `before`, but not among those that are `taken`; a link knows
 * its camera by itself.
 */
export function findCamera(
  wanted: string,
  before: CameraDevice | undefined,
  root = '/',
  taken: ReadonlySet<string> = new Set(),
): CameraDevice | undefined {
  if (wanted === 'auto') return listCameras(root)[0];
  const asked = join(root, wanted);
  if (existsSync(asked)) return deviceOf(root, basename(realpathSync(asked)));
  if (!before || !/^\/dev\/video\d+$/.test(wanted)) return undefined;
  return listCameras(root).find(({ path, name }) => name === before.name && !taken.has(path));
}

function nodes(root: string): string[] {
  const folder = join(root, 'sys/class/video4linux');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((node) => /^video\d+$/.test(node))
    .sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)));
}

const deviceOf = (root: string, node: string): CameraDevice => ({
  path: join(root, 'dev', node),
  name: attribute(root, node, 'name') || node,
});

/** Empty where the kernel does not say, or where the camera was pulled out this very moment. */
function attribute(root: string, node: string, name: string): string {
  try {
    return readFileSync(join(root, 'sys/class/video4linux', node, name), 'utf8').trim();
  } catch {
    return '';
  }
}
