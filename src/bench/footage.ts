import { createHash } from 'node:crypto';
import type { ClipOptions } from '../camera/clip.ts';
import { clipFrames } from '../camera/clip.ts';
import { CameraLost } from '../camera/errors.ts';
import type { Frame } from '../domain/sight.ts';
import { instant, ms } from '../domain/units.ts';
import type { Spent } from '../inference/meter.ts';
import { Meter } from '../inference/meter.ts';

/** Decoded frames in memory; `decode` is the mean cost of one. */
export type Footage = { readonly frames: readonly Frame[]; readonly decode: Spent };

/** The first frames of a clip, at most `most`. Throws `SourceError`, `CameraLost` if it holds no picture, and the signal's reason. */
export async function footageOf(path: string, most: number, options: ClipOptions): Promise<Footage> {
  const meter = new Meter(['decode']);
  const source = clipFrames(path, options);
  const frames: Frame[] = [];
  try {
    while (frames.length < most) {
      const { value: frame } = await meter.time('decode', () => source.next());
      if (!frame) break;
      frames.push(frame);
    }
  } finally {
    await source.return();
  }
  options.signal.throwIfAborted();
  if (frames.length === 0) throw new CameraLost(`'${path}' holds no picture`);
  const { wall, cpu } = meter.spent.decode;
  return { frames, decode: { wall: ms(wall / frames.length), cpu: ms(cpu / frames.length) } };
}

/** The frames as shown for the `time`th time (from 0) at `fps`. Time goes on between repetitions, so that a tracker sees one long film. */
export const replayed = (frames: readonly Frame[], time: number, fps: number): readonly Frame[] =>
  frames.map((frame, index) => {
    const seq = time * frames.length + index;
    return { ...frame, seq, at: instant((seq * 1000) / fps) };
  });

/** A hash of the pixels of all frames, in order. */
export function hashOf(frames: readonly Frame[]): string {
  const hash = createHash('sha256');
  for (const { width, height, gray } of frames) hash.update(`${width}x${height}`).update(gray);
  return hash.digest('hex');
}
