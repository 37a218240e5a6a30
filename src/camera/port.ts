import type { CameraState } from '../domain/report.ts';
import type { Frame } from '../domain/sight.ts';

/** How often the room is looked at: at the full rate while somebody is in sight, less often while nobody is. */
export type Pace = 'full' | 'idle';

/** A source of frames. */
export interface Camera {
  /**
   * Opens the source and delivers its frames, always the newest: a slow reader misses frames but never sees old ones. A finite source
   * ends the iteration; a lost one throws `CameraLost`. Leaving the loop or aborting closes the source; either takes at most the adapter's
   * read timeout.
   */
  frames(signal: AbortSignal): AsyncIterable<Frame>;
  /**
   * From now on frames are delivered at this pace (at most `camera.fps` or `camera.idle_fps` a second), even if the source is reopened;
   * the first pace is `full`. A faster pace takes effect at once: the next picture from the source is delivered. A slower pace makes no
   * frame older: pictures are skipped as they arrive. These do not count as dropped.
   */
  setPace(pace: Pace): void;
  /** Frames that came too fast for the reader, since the camera was made. */
  readonly dropped: number;
  /** What the camera is doing now, for reports. A lost camera stays `lost` until it gives a picture again. */
  readonly state: CameraState;
}
