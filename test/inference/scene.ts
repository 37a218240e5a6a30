import { clipFrames } from '../../src/camera/clip.ts';
import type { FaceBox, Frame } from '../../src/domain/sight.ts';
import { instant, px } from '../../src/domain/units.ts';
import { clip } from '../assets.ts';

export const box = (x: number, y: number, width: number, height = width): FaceBox => ({
  x: px(x),
  y: px(y),
  width: px(width),
  height: px(height),
});

/** A frame of grey values by place; its source is `times` as large. */
export function frameBy(width: number, height: number, grey: (x: number, y: number) => number, times = 1): Frame {
  const gray = Uint8Array.from({ length: width * height }, (_, at) => grey(at % width, Math.floor(at / width)));
  return {
    seq: 0,
    at: instant(0),
    width: px(width),
    height: px(height),
    source: { width: px(width * times), height: px(height * times) },
    gray,
  };
}

/** The noise of scripts/train/export.py, 0 to 1: the same in every language. */
export function noise(seed: number, length: number): Float32Array {
  let x = seed;
  return Float32Array.from({ length }, () => {
    x = (x * 1664525 + 1013904223) % 2 ** 32;
    return x / 2 ** 32;
  });
}

export function noiseFrame(seed: number): Frame {
  const greys = noise(seed, 320 * 240);
  return frameBy(320, 240, (x, y) => Math.floor((greys[y * 320 + x] ?? 0) * 256));
}

/** Frames of a clip, image or folder, as wide as a search for large faces sees them. */
export async function framesOf(path: string, fps: number, widest = 320): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of clipFrames(path, { fps, widest, signal: new AbortController().signal })) frames.push(frame);
  return frames;
}

/** One frame every two seconds of the real clip. */
export const clipSample = (): Promise<Frame[]> => framesOf(clip(), 0.5);
