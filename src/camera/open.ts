import type { CameraConfig } from '../config/schema.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { looped, openFile } from './clip.ts';
import { openMjpeg } from './mjpeg.ts';
import type { Camera } from './port.ts';
import { openRtsp } from './rtsp.ts';
import { sourceOf } from './source.ts';
import type { OpenDevice } from './v4l2.ts';
import { deviceOpener, openV4l2 } from './v4l2.ts';
import type { Opener } from './watch.ts';
import { WatchedCamera } from './watch.ts';

/** `openDevice` and `root` (for `/`) let tests stand in for the hardware. */
export type CameraTools = {
  readonly clock: Clock;
  readonly log: Log;
  readonly openDevice?: OpenDevice;
  readonly root?: string;
};

/**
 * The camera that `config.source` names. A clip, an image or a folder of images plays at its own pace (images: `config.fps`)
 * and starts again at its end, for ever. Nothing is opened before `frames()`. Throws `SourceError` for a source that cannot be.
 */
export const openCamera = (config: CameraConfig, tools: CameraTools): Camera => new WatchedCamera(openerOf(config, tools), config, tools);

function openerOf(config: CameraConfig, tools: CameraTools): Opener {
  const source = sourceOf(config.source);
  switch (source.kind) {
    case 'device':
      return deviceOpener(source.device, config, tools.openDevice ?? openV4l2, tools.root);
    case 'mjpeg':
      return (signal) => openMjpeg(source.url, signal);
    case 'rtsp':
      return (signal) => openRtsp(source.url, config, tools.clock, signal);
    default:
      return () => looped(() => openFile(source.path, config.fps));
  }
}
