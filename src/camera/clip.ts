import { assertNever } from '../domain/assert-never.ts';
import type { Frame } from '../domain/sight.ts';
import { instant } from '../domain/units.ts';
import { cv } from '../shared/opencv.ts';
import type { Capture } from './capture.ts';
import { CameraLost } from './errors.ts';
import { thin } from './pace.ts';
import { fileSource } from './source.ts';
import { ordinaryFile } from './still/file-fault.ts';
import { folderCapture } from './still/folder.ts';
import type { ReadStill } from './still/picture.ts';
import { imageFile, stillPicture } from './still/picture.ts';
import type { PassedOver } from './still/told.ts';
import { untold } from './still/told.ts';
import { openVideo, sendsJpegs, videoCapture } from './video.ts';

const DEFAULT_FPS = 10;
/** Assumed for a clip that does not give its rate, or gives an impossible one. */
const USUAL_FPS = 25;
/** Asks for the file's packets undecoded (OpenCV's CAP_PROP_FORMAT, FFmpeg backend). */
const UNDECODED = -1;

export type ClipOptions = {
  /** At most this many frames per second of the clip's own time (default 10); for images, the rate that they are assumed to have. */
  readonly fps?: number;
  /** Every frame of a clip, whatever `fps` says. */
  readonly everyFrame?: boolean;
  /** Wider pictures are reduced to this width, pixels (default 1920); `Infinity` keeps their size. */
  readonly widest?: number;
  /** Is told of each file of a folder that cannot be shown, and how many pictures of a clip are damaged. */
  readonly passedOver?: PassedOver;
  readonly signal: AbortSignal;
};

/**
 * A clip, an image or a folder of images, once, as fast as the caller reads it. Nothing is dropped, and `at` is the position on
 * the source's own clock (index / its fps). An abort ends the iteration. Throws `SourceError` for any other path, and
 * `CameraLost` if it shows nothing.
 */
export async function* clipFrames(path: string, options: ClipOptions): AsyncGenerator<Frame, void, undefined> {
  const fps = options.fps ?? DEFAULT_FPS;
  const capture = await openFile(path, fps, options.widest, { passedOver: options.passedOver ?? untold });
  const due = thin(() => (options.everyFrame ? Number.POSITIVE_INFINITY : fps));
  try {
    for (let index = 0, seq = 0; !options.signal.aborted; index += 1) {
      const at = instant((index * 1000) / capture.fps);
      const picture = await capture.read(() => due(at));
      if (picture === 'ended' && seq === 0) throw new CameraLost(`${path} holds no picture`);
      if (picture === 'ended') return;
      if (picture === 'skipped') continue;
      yield { ...picture, seq, at };
      seq += 1;
    }
  } finally {
    await capture.release();
  }
}

/** Plays a source again and again, for ever. Throws `CameraLost` if one round gives no picture. */
export async function looped(open: () => Promise<Capture>): Promise<Capture> {
  let current = await open();
  let shown = false;
  return {
    ...current,
    read: async (wanted) => {
      const { got, due } = await asked(current, wanted);
      if (got !== 'ended') {
        shown ||= got !== 'skipped' || !due;
        return got;
      }
      if (!shown) throw new CameraLost(`${current.name} holds no picture`);
      shown = false;
      await current.release();
      current = await open();
      return 'skipped';
    },
    release: () => current.release(),
  };
}

type PacedCapture = Capture & { readonly fps: number };

/** For folders: who is told what is passed over, and how a file is read. */
type FolderTools = { readonly passedOver: PassedOver; readonly read?: ReadStill };

/** Opens a file or folder. `imageFps` is the rate for images, which have none of their own. Throws `SourceError`, `CameraLost`. */
export async function openFile(
  path: string,
  imageFps: number,
  widest?: number,
  tools: FolderTools = { passedOver: untold },
): Promise<PacedCapture> {
  const { kind } = fileSource(path);
  switch (kind) {
    case 'clip':
      return counting(await openClip(path, widest), tools.passedOver);
    case 'image':
      return oneImage(path, imageFps, widest);
    case 'folder':
      return folderCapture(path, { fps: imageFps, widest, read: stillPicture, ...tools });
    default:
      return assertNever(kind);
  }
}

async function openClip(path: string, widest: number | undefined): Promise<PacedCapture> {
  const file = await ordinaryFile(path);
  if (!file.ok) throw new CameraLost(`${path} ${file.why}`);
  const video = openVideo(path, cv.CAP_FFMPEG, 'is it a video file?');
  const stated = video.get(cv.CAP_PROP_FPS);
  const fps = stated >= 1 && stated <= 240 ? stated : USUAL_FPS;
  const jpegs = sendsJpegs(video) && video.set(cv.CAP_PROP_FORMAT, UNDECODED);
  return { ...videoCapture(path, video, jpegs, widest, Number.POSITIVE_INFINITY), fps };
}

/** The same capture; at its end it tells how many of its pictures were damaged. */
function counting(capture: PacedCapture, { round }: PassedOver): PacedCapture {
  let [damaged, all] = [0, 0];
  return {
    ...capture,
    read: async (wanted) => {
      const { got, due } = await asked(capture, wanted);
      if (got === 'ended') round(damaged, all);
      else all += 1;
      if (got === 'skipped' && due) damaged += 1;
      return got;
    },
  };
}

/** A read, and whether its picture was due. One that was and is skipped all the same is damaged. */
async function asked(
  capture: Capture,
  wanted: () => boolean,
): Promise<{ readonly got: Awaited<ReturnType<Capture['read']>>; readonly due: boolean }> {
  let due = false;
  const got = await capture.read(() => {
    due = wanted();
    return due;
  });
  return { got, due };
}

function oneImage(path: string, fps: number, widest: number | undefined): PacedCapture {
  let shown = false;
  return {
    name: path,
    fps,
    release: async () => undefined,
    read: async (wanted) => {
      if (shown) return 'ended';
      shown = true;
      return wanted() ? imageFile(path, widest) : 'skipped';
    },
  };
}
