import type { CameraState } from '../domain/report.ts';
import type { Frame } from '../domain/sight.ts';

/** How closely the room is watched: at the whole rate while there is somebody to see, and seldom while there is nobody. */
export type Pace = 'full' | 'idle';

/** Eyes on the room. */
export interface Camera {
  /**
   * Opens the source and delivers its frames, the newest first come: a slow reader misses frames, it never sees old ones.
   * A finite source ends the iteration; a lost one throws `CameraLost`. Leaving the loop or aborting closes the source,
   * and both are done within the adapter's read time-out.
   */
  frames(signal: AbortSignal): AsyncIterable<Frame>;
  /**
   * From now on frames are delivered at this pace (`camera.fps` or `camera.idle_fps` a second, at most), also over openings; it
   * begins at the full one. A faster pace counts at once: the next picture that the source gives is delivered. A slower pace
   * makes no frame older: what is left out is left out at the source's end. Not counted as dropped.
   */
  setPace(pace: Pace): void;
  /** Frames that came too fast to be looked at, since the beginning. */
  readonly dropped: number;
  /** What the camera is doing now, for reports. A lost one is `lost` until it shows a picture again. */
  readonly state: CameraState;
}
