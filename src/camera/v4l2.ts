import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { VideoCapture } from '@u4/opencv4nodejs';
import type { CameraConfig } from '../config/schema.ts';
import { asError, cv } from '../shared/opencv.ts';
import type { Capture } from './capture.ts';
import type { CameraDevice } from './devices.ts';
import { findCamera } from './devices.ts';
import { CameraLost } from './errors.ts';
import { fourcc, openVideo, sendsJpegs, videoCapture } from './video.ts';

export type OpenDevice = (device: CameraDevice, config: CameraConfig) => Promise<Capture>;

/**
 * Opens what `wanted` means each time anew, so that a camera that was pulled out and put back is found wherever it is now. Other cameras
 * have `taken` theirs.
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
    if (!device) throw new CameraLost(absent(wanted));
    const capture = await openDevice(device, config);
    before = device;
    return capture;
  };
}

/** Opens a V4L2 camera in the format and size that the configuration asks for, or the nearest that it has. Throws `CameraLost`. */
export const openV4l2: OpenDevice = async (device, config) => {
  await access(device.path, constants.R_OK | constants.W_OK).catch((cause: unknown) => {
    throw new CameraLost(`${device.path} may not be read: put this user into the group 'video' (usermod -aG video …)`, { cause });
  });
  const video = openVideo(device.path, cv.CAP_V4L2, 'does another program use it?');
  try {
    const jpegs = await ask(video, config);
    return videoCapture(`${device.name} (${device.path})`, video, jpegs);
  } catch (thrown) {
    video.release();
    throw new CameraLost(`${device.path} does not take its settings`, { cause: asError(thrown) });
  }
};

/**
 * MJPG first: uncompressed, USB 2 is too narrow for many sizes, and a camera offers other sizes in other formats. Whether the
 * pictures come as the camera's own JPEG files: OpenCV would decode each of them to its full size in colour, also those that nobody wants.
 */
async function ask(video: VideoCapture, config: CameraConfig): Promise<boolean> {
  const wishes: readonly (readonly [property: number, value: number])[] = [
    [cv.CAP_PROP_FOURCC, fourcc('MJPG')],
    [cv.CAP_PROP_FRAME_WIDTH, config.width],
    [cv.CAP_PROP_FRAME_HEIGHT, config.height],
    [cv.CAP_PROP_FPS, config.fps],
    // The kernel's queue hands on pictures of the past (opencv#13145). A single buffer is filled only while somebody reads.
    [cv.CAP_PROP_BUFFERSIZE, 1],
  ];
  for (const [property, value] of wishes) await video.setAsync(property, value);
  return sendsJpegs(video) && (await video.setAsync(cv.CAP_PROP_CONVERT_RGB, 0));
}

const absent = (wanted: string): string =>
  wanted === 'auto'
    ? 'no camera is connected: plug one in, or set camera.source to a file or an address'
    : `${wanted} is not there: plug the camera in, or set camera.source to another one ('moodbox doctor' lists them)`;
