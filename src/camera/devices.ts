import { existsSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { VideoNode } from './device/nodes.ts';
import { videoNode, videoNodes } from './device/nodes.ts';
import { likeliestFirst, unfit } from './device/rank.ts';

/** A camera known to the kernel (V4L2). `name` is what the camera calls itself; two of the same make share it. */
export type CameraDevice = { readonly path: string; readonly name: string };

/**
 * All devices that may be cameras, the likeliest first: USB cameras, then the others by how they are attached. What records nothing, such
 * as a decoder or a camera's node for metadata, is left out. Tests use a `root` other than `/`.
 */
export const listCameras = (root = '/'): readonly CameraDevice[] => likeliestFirst(videoNodes(root)).map(deviceOf);

/** What to add to 'no camera is connected' where the computer has video devices that are none; empty if it has none at all. */
export function othersText(root = '/'): string {
  const count = videoNodes(root).filter((node) => unfit(node) !== undefined).length;
  if (count === 1) return ' (the only video device of this computer is a decoder, a raw sensor or the like)';
  return count === 0 ? '' : ` (the ${count} video devices of this computer are decoders, raw sensors and the like)`;
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
  if (existsSync(path)) return deviceOf(videoNode(root, basename(realpathSync(path))));
  if (!before || !/^\/dev\/video\d+$/.test(wanted)) return undefined;
  return listCameras(root).find((camera) => camera.name === before.name && !taken.has(camera.path));
}

/**
 * Why this device can never give a picture, as the end of a sentence that names it; undefined if nothing is known against it. Only what
 * udev says counts here, since a user has named the device.
 */
export function ruledOut(device: CameraDevice, root = '/'): string | undefined {
  const node = videoNode(root, basename(device.path));
  // A loopback device only plays until a program feeds it, and udev asks it before that (v4l2loopback with exclusive_caps=1).
  const mayRecordLater = node.bus === 'virtual' && node.can?.has('video_output');
  if (!node.can || node.can.has('capture') || mayRecordLater) return undefined;
  const sibling = listCameras(root).find(({ name }) => name === device.name);
  return sibling
    ? `carries no pictures, only data about them: set camera.source to /dev/${basename(sibling.path)}`
    : "is a part of the computer that records nothing, such as a decoder: set camera.source to a camera ('moodbox doctor' lists them)";
}

const deviceOf = ({ path, name }: VideoNode): CameraDevice => ({ path, name });
