import type { Picture } from './grey.ts';

/** An open source. Only one reader at a time. */
export type Capture = {
  /** The source's name for people, without secrets. */
  readonly name: string;
  /** Pictures a second, for sources that must be played at a set rate; absent for live sources. */
  readonly fps?: number;
  /**
   * The next picture. `wanted` is called once the picture has arrived: if it returns false, the picture is not converted and 'skipped' is
   * returned. 'ended' means the end of the source. Throws `CameraLost` when the source fails.
   */
  read(wanted: () => boolean): Promise<Picture | 'skipped' | 'ended'>;
  /** Closes the source, as soon as a read under way allows it. */
  release(): Promise<void>;
};
