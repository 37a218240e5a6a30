import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { assertNever } from '../domain/assert-never.ts';
import type { Frame } from '../domain/sight.ts';
import { instant } from '../domain/units.ts';
import { cv } from '../shared/opencv.ts';
import type { Capture } from './capture.ts';
import { CameraLost } from './errors.ts';
import { imageFile } from './jpeg.ts';
import { thin } from './pace.ts';
import { fileSource, IMAGES, SourceError } from './source.ts';
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
  readonly signal: AbortSignal;
};

/**
 * A clip, an image or a folder of images, once, as fast as the caller reads it. Nothing is dropped, and `at` is the position on
 * the source's own clock (index / its fps). An abort ends the iteration. Throws `SourceError` if the path is none of these.
 */
export async function* clipFrames(path: string, options: ClipOptions): AsyncGenerator<Frame, void, undefined> {
  const fps = options.fps ?? DEFAULT_FPS;
  const capture = await openFile(path, fps, options.widest);
  const due = thin(() => (options.everyFrame ? Number.POSITIVE_INFINITY : fps));
  try {
    for (let index = 0, seq = 0; !options.signal.aborted; index += 1) {
      const at = instant((index * 1000) / capture.fps);
      const picture = await capture.read(() => due(at));
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
      const got = await current.read(wanted);
      if (got !== 'ended') {
        shown = true;
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

/** Opens a file or folder. `imageFps` is the rate for images, which have none of their own. Throws `SourceError`, `CameraLost`. */
export async function openFile(path: string, imageFps: number, widest?: number): Promise<PacedCapture> {
  const { kind } = fileSource(path);
  switch (kind) {
    case 'clip':
      return openClip(path, widest);
    case 'image':
      return images(path, [path], imageFps, widest);
    case 'folder':
      return images(path, await imagesIn(path), imageFps, widest);
    default:
      return assertNever(kind);
  }
}

function openClip(path: string, widest: number | undefined): PacedCapture {
  const video = openVideo(path, cv.CAP_FFMPEG, 'is it a video file?');
  const stated = video.get(cv.CAP_PROP_FPS);
  const fps = stated >= 1 && stated <= 240 ? stated : USUAL_FPS;
  const jpegs = sendsJpegs(video) && video.set(cv.CAP_PROP_FORMAT, UNDECODED);
  return { ...videoCapture(path, video, jpegs, widest), fps };
}

/** Sorted by name, with 2 before 10. */
async function imagesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => IMAGES.includes(extname(name).toLowerCase()));
  if (names.length === 0) throw new SourceError(`the folder '${folder}' holds no picture (${IMAGES.join(' ')})`);
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).map((name) => join(folder, name));
}

function images(name: string, files: readonly string[], fps: number, widest: number | undefined): PacedCapture {
  let index = 0;
  return {
    name,
    fps,
    release: async () => undefined,
    read: async (wanted) => {
      const file = files[index];
      index += 1;
      if (file === undefined) return 'ended';
      return wanted() ? imageFile(file, widest) : 'skipped';
    },
  };
}
