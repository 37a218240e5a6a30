import { pino } from 'pino';
import type { ClipOptions } from '../../camera/clip.ts';
import { clipFrames } from '../../camera/clip.ts';
import { CameraLost } from '../../camera/errors.ts';
import type { Frame, Sighting } from '../../domain/sight.ts';
import { Meter } from '../../inference/meter.ts';
import type { Log } from '../../shared/log.ts';

/** Silent, because standard output and standard error belong to the result. */
export const quietLog: Log = pino({ level: 'silent' });

/** Times the decoding of frames, including those that are skipped. */
export const decodeMeter = (): Meter<'decode'> => new Meter(['decode']);

/** Anything that can say what a frame shows. */
type Eyes<Seen extends Sighting> = { readonly look: (frame: Frame) => Promise<Seen> };

/** What a clip, image or folder shows, as fast as possible. Throws `CameraLost` if it contains no picture at all. */
export async function* sightingsOf<Seen extends Sighting>(
  path: string,
  eyes: Eyes<Seen>,
  options: ClipOptions,
  meter: Meter<'decode'>,
): AsyncGenerator<Seen> {
  const frames = clipFrames(path, options);
  let seen = 0;
  try {
    for (;;) {
      const { value: frame } = await meter.time('decode', () => frames.next());
      if (!frame) break;
      seen += 1;
      yield await eyes.look(frame);
    }
  } finally {
    await frames.return();
  }
  if (seen === 0 && !options.signal.aborted) throw new CameraLost(`'${path}' holds no picture`);
}
