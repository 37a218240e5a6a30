import { FixableError } from '../shared/fixable-error.ts';

/** The source is gone, silent, or was never there. Not final: `frames()` may be called again after a pause. */
export class CameraLost extends FixableError {
  constructor(why: string, options?: { readonly cause?: unknown }) {
    super(why, options);
    this.name = 'CameraLost';
  }
}

/** A read does not return. The capture cannot be closed until it does. */
export class CameraHangs extends CameraLost {}
