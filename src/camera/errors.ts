/** The source is gone, silent, or was never there. Not the end: `frames()` may be called again, after a rest. */
export class CameraLost extends Error {
  constructor(why: string, options?: { readonly cause?: unknown }) {
    super(why, options);
    this.name = 'CameraLost';
  }
}

/** A read that does not come back. The capture cannot be closed before it does. */
export class CameraHangs extends CameraLost {}
