import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { VideoCapture } from '@u4/opencv4nodejs';
import type { CameraConfig } from '../config/schema.ts';
import { asError, cv } from '../shared/opencv.ts';
import type { Capture } from './capture.ts';
import { holderOf } from './device/holder.ts';
import type { CameraDevice } from './devices.ts';
import { findCamera, ruledOut } from './devices.ts';
import { CameraLost } from './errors.ts';
import { fourcc, openVideo, sendsJpegs, videoCapture } from './video.ts';

export type OpenDevice = (device: CameraDevice, config: CameraConfig) => Promise<Capture>;

/**
 * For one device, named by its path or a link (`auto`: see `autoOpener`). Resolves `wanted` anew at each opening, so that a camera that was
 * unplugged and plugged in again is found under its new number. `taken`: see `findCamera`.
 */
export function deviceOpener(
  wanted: string,
  config: CameraConfig,
  openDevice: OpenDevice,
  { root, taken }: { readonly root?: string; readonly taken?: ReadonlySet<string> } = {},
): () => Promise<Capture> {
  let before: CameraDevice | undefined;
  return async () => {
    const device = findCamera(wanted, before, root, taken);
    if (!device) throw new CameraLost(notConnected(wanted));
    const against = ruledOut(device, root);
    if (against !== undefined) throw new CameraLost(`${device.name} (${wanted}) ${against}`);
    const capture = await openDevice(device, config);
    before = device;
    return capture;
  };
}

/** Opens a V4L2 camera in the configured size, or the nearest that it has. Throws `CameraLost`. */
export const openV4l2: OpenDevice = async (device, config) => {
  await access(device.path, constants.R_OK | constants.W_OK).catch((cause: unknown) => {
    throw new CameraLost(`${device.path} may not be read: put this user into the group 'video' (usermod -aG video …)`, { cause });
  });
  const video = await openedVideo(device.path);
  try {
    const jpegs = await configure(video, config);
    return videoCapture(`${device.name} (${device.path})`, video, jpegs);
  } catch (thrown) {
    video.release();
    throw new CameraLost(`${device.path} does not take its settings`, { cause: asError(thrown) });
  }
};

/** Throws `CameraLost`, which names the program that has the device, if that can be told. */
async function openedVideo(path: string): Promise<VideoCapture> {
  try {
    return openVideo(path, cv.CAP_V4L2, 'does another program use it?');
  } catch (err) {
    const holder = await holderOf(path);
    throw holder === undefined ? err : new CameraLost(`${path} does not open: ${holder} uses it`, { cause: err });
  }
}

/**
 * Applies the settings, MJPG first: uncompressed video is too much for USB 2 at many sizes, and the sizes on offer depend on the format.
 * Returns whether pictures arrive as the camera's own JPEG files; otherwise OpenCV would decode each one, wanted or not, in full size and
 * colour.
 */
async function configure(video: VideoCapture, config: CameraConfig): Promise<boolean> {
  const settings: readonly (readonly [property: number, value: number])[] = [
    [cv.CAP_PROP_FOURCC, fourcc('MJPG')],
    [cv.CAP_PROP_FRAME_WIDTH, config.width],
    [cv.CAP_PROP_FRAME_HEIGHT, config.height],
    [cv.CAP_PROP_FPS, config.fps],
    // A longer queue in the kernel would deliver old pictures (opencv#13145). A single buffer is filled only while somebody reads.
    [cv.CAP_PROP_BUFFERSIZE, 1],
  ];
  for (const [property, value] of settings) await video.setAsync(property, value);
  return sendsJpegs(video) && (await video.setAsync(cv.CAP_PROP_CONVERT_RGB, 0));
}

const notConnected = (wanted: string): string =>
  `${wanted} is not there: plug the camera in, or set camera.source to another one ('moodbox doctor' lists them)`;
