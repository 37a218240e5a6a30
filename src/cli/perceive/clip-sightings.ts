import { pino } from 'pino';
import type { ClipOptions } from '../../camera/clip.ts';
import { clipFrames } from '../../camera/clip.ts';
import { CameraLost } from '../../camera/errors.ts';
import type { Frame, Sighting } from '../../domain/sight.ts';
import { Meter } from '../../inference/meter.ts';
import type { Log } from '../../shared/log.ts';

/** Standard output and error belong to the answer. */
export const quietLog: Log = pino({ level: 'silent' });

/** Times the reading of pictures, those that are skipped included. */
export const decodeMeter = (): Meter<'decode'> => new Meter(['decode']);

/** Whatever can say what a frame shows, and perhaps more. */
type Eyes<Seen extends Sighting> = { readonly look: (frame: Frame) => Promise<Seen> };

/** What a clip, image or folder shows, as fast as it can be looked at. Throws `CameraLost` where it holds no picture at all. */
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
