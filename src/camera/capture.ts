import type { Picture } from './grey.ts';

/** An open source. Only one reader at a time. */
export type Capture = {
  /** The source's name for people, without secrets. */
  readonly name: string;
  /** What to check if no picture comes, as the end of a sentence. Absent: the cable or the network. */
  readonly advice?: string;
  /** Pictures a second, for sources that must be played at a set rate; absent for live sources. */
  readonly fps?: number;
  /**
   * The next picture. `wanted` is called once the picture has arrived: if it returns false, the picture is not converted and 'skipped' is
   * returned. 'ended' means the end of the source. Throws `CameraLost` when the source fails.
   */
  read(wanted: () => boolean): Promise<Picture | 'skipped' | 'ended'>;
  /**
   * Asked after it was closed without a picture: whether there is another way, or another device, that opening it again at once would try.
   * Absent: no.
   */
  readonly another?: () => boolean;
  /** Closes the source, as soon as a read under way allows it. */
  release(): Promise<void>;
};

/**
 * The same capture. Says once whether it showed a picture: `shown` at the first one, or `nothing` when it is closed before that, with the
 * error of the last read if there was one.
 */
export function observed(capture: Capture, tell: { readonly shown?: () => void; readonly nothing: (err: unknown) => void }): Capture {
  let shown = false;
  let failure: unknown;
  return {
    ...capture,
    read: async (wanted) => {
      const got = await capture.read(wanted).catch((err: unknown) => {
        failure = err;
        throw err;
      });
      if (!shown && typeof got !== 'string') {
        shown = true;
        tell.shown?.();
      }
      return got;
    },
    release: () => {
      if (!shown) tell.nothing(failure);
      return capture.release();
    },
  };
}
