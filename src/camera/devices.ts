import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A camera known to the kernel (V4L2). `name` is what the camera calls itself; two of the same make share it. */
export type CameraDevice = { readonly path: string; readonly name: string };

/** Decoders, encoders and raw sensors of the Raspberry Pi: video nodes that cannot be read as cameras. */
const NO_CAMERA = /^(bcm2835-(codec|isp)|rpivid|rpi-hevc|pispbe|rp1-cfe|unicam)/;

/**
 * All cameras that sysfs lists, lowest number first. A camera's second node, whose `index` is not 0, carries metadata instead of
 * pictures and is left out. Tests use a `root` other than `/`.
 */
export function listCameras(root = '/'): readonly CameraDevice[] {
  return nodes(root)
    .filter((node) => attribute(root, node, 'index') === '0' && existsSync(join(root, 'dev', node)))
    .map((node) => deviceOf(root, node))
    .filter((device) => !NO_CAMERA.test(device.name));
}

/**
 * The camera that `wanted` means at this moment: `auto`, a path such as /dev/video0, or a link such as /dev/v4l/by-id/… If /dev/videoN has
 * vanished, the camera is looked for under other numbers by the name it had `before`, but not among those `taken` by other cameras. A link
 * follows its camera by itself.
 */
export function findCamera(
  wanted: string,
  before: CameraDevice | undefined,
  root = '/',
  taken: ReadonlySet<string> = new Set(),
): CameraDevice | undefined {
  if (wanted === 'auto') return listCameras(root)[0];
  const path = join(root, wanted);
  if (existsSync(path)) return deviceOf(root, basename(realpathSync(path)));
  if (!before || !/^\/dev\/video\d+$/.test(wanted)) return undefined;
  return listCameras(root).find((camera) => camera.name === before.name && !taken.has(camera.path));
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

/** Empty if the kernel does not say, or if the camera was unplugged at this very moment. */
function attribute(root: string, node: string, name: string): string {
  try {
    return readFileSync(join(root, 'sys/class/video4linux', node, name), 'utf8').trim();
  } catch {
    return '';
  }
}
