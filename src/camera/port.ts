import type { CameraState } from '../domain/report.ts';
import type { Frame } from '../domain/sight.ts';

/** Eyes on the room. */
export interface Camera {
  /**
   * Opens the source and delivers its frames, the newest first come: a slow reader misses frames, it never sees old ones.
   * A finite source ends the iteration; a lost one throws `CameraLost`. Leaving the loop or aborting closes the source,
   * and both are done within the adapter's read time-out.
   */
  frames(signal: AbortSignal): AsyncIterable<Frame>;
  /** Frames that came too fast to be looked at, since the beginning. */
  readonly dropped: number;
  /** What the camera is doing now, for reports. */
  readonly state: CameraState;
}
