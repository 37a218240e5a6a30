import type { Picture } from './grey.ts';

/** One source, opened. Not for two readers at once. */
export type Capture = {
  /** The source as people know it, free of secrets. */
  readonly name: string;
  /** Its own pace in pictures a second; absent where a picture comes when it comes. */
  readonly fps?: number;
  /**
   * The next picture. `wanted` is asked once it is there, so that one that nobody wants costs no conversion: 'skipped'.
   * 'ended' is the end of the source. Throws `CameraLost` for what the world does.
   */
  read(wanted: () => boolean): Promise<Picture | 'skipped' | 'ended'>;
  /** Lets go of the source, as soon as a read under way allows it. */
  release(): Promise<void>;
};
