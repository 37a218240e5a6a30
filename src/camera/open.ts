import { camerasOf } from '../config/cameras.ts';
import type { CameraConfig } from '../config/schema.ts';
import { assertNever } from '../domain/assert-never.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { Log } from '../shared/log.ts';
import { looped, openFile } from './clip.ts';
import { autoOpener } from './device/auto.ts';
import { mjpegOpener } from './network/mjpeg.ts';
import { rtspOpener } from './network/rtsp.ts';
import type { Camera } from './port.ts';
import { isPath, SourceError, sourceOf } from './source.ts';
import { rememberingStills } from './still/picture.ts';
import { toldOnce } from './still/told.ts';
import type { OpenDevice } from './v4l2.ts';
import { deviceOpener, openV4l2 } from './v4l2.ts';
import type { Opener } from './watch.ts';
import { WatchedCamera } from './watch.ts';

/** `openDevice` and `root` (instead of `/`) let tests replace the hardware. `taken`: devices that other cameras of the box have open. */
export type CameraTools = {
  readonly clock: Clock;
  readonly log: Log;
  readonly openDevice?: OpenDevice;
  readonly root?: string;
  readonly taken?: ReadonlySet<string>;
};

/** A camera of the box and its name, which is empty for the single camera of `camera.source`. */
export type NamedCamera = { readonly name: string; readonly camera: Camera };

/**
 * All cameras of the configuration, each opened as by `openCamera`. Throws `SourceError` for the first impossible source. If the file or
 * folder of one of several is missing, that camera is lost until the path appears.
 */
export function openCameras(config: CameraConfig, tools: CameraTools): readonly NamedCamera[] {
  const taken = new Set<string>();
  const openDevice = recordingTaken(tools.openDevice ?? openV4l2, taken);
  const cameras = camerasOf(config);
  const named = cameras.length > 1 ? oneOfSeveral : namedCamera;
  return cameras.map(({ name, source }) => ({ name, camera: named(name, { ...config, source }, { ...tools, openDevice, taken }) }));
}

function oneOfSeveral(name: string, config: CameraConfig, tools: CameraTools): Camera {
  if (!isPath(config.source)) return namedCamera(name, config, tools);
  const log = tools.log.child({ camera: name });
  return new WatchedCamera(fileOpener(config.source, config, log), config, { ...tools, log });
}

/** Records the open devices in `taken`, so that two cameras of the same make are not mistaken for each other. */
function recordingTaken(openDevice: OpenDevice, taken: Set<string>): OpenDevice {
  return async (device, config) => {
    const capture = await openDevice(device, config);
    taken.add(device.path);
    return { ...capture, release: () => capture.release().finally(() => taken.delete(device.path)) };
  };
}

function namedCamera(name: string, config: CameraConfig, tools: CameraTools): Camera {
  if (name === '') return openCamera(config, tools);
  try {
    return openCamera(config, { ...tools, log: tools.log.child({ camera: name }) });
  } catch (err) {
    throw err instanceof SourceError ? new SourceError(`camera ${name}: ${err.message}`, { cause: err }) : err;
  }
}

/**
 * The camera that `config.source` names. A clip, an image or a folder of images plays at its own rate (images: `config.fps`) and
 * repeats for ever. Nothing is opened before `frames()`. Throws `SourceError` for a source that can never work.
 */
export const openCamera = (config: CameraConfig, tools: CameraTools): Camera => new WatchedCamera(openerOf(config, tools), config, tools);

function openerOf(config: CameraConfig, tools: CameraTools): Opener {
  const source = sourceOf(config.source);
  switch (source.kind) {
    case 'device':
      return openerOfDevice(source.device, config, { ...tools, openDevice: tools.openDevice ?? openV4l2 });
    case 'mjpeg':
      return mjpegOpener(source.url, config, tools);
    case 'rtsp':
      return rtspOpener(source.url, config, tools.clock);
    case 'clip':
    case 'image':
    case 'folder':
      return fileOpener(source.path, config, tools.log);
    default:
      return assertNever(source);
  }
}

const openerOfDevice = (device: string, config: CameraConfig, tools: CameraTools & { readonly openDevice: OpenDevice }): Opener =>
  device === 'auto' ? autoOpener(config, tools) : deviceOpener(device, config, tools.openDevice, tools);

const fileOpener = (path: string, { fps }: CameraConfig, log: Log): Opener => {
  const tools = { passedOver: toldOnce(log), read: rememberingStills() };
  return () => looped(() => openFile(path, fps, undefined, tools));
};
