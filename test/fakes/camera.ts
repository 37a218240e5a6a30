import { CameraLost } from '../../src/camera/errors.ts';
import { thin } from '../../src/camera/pace.ts';
import type { Camera, Pace } from '../../src/camera/port.ts';
import type { CameraState } from '../../src/domain/report.ts';
import type { Frame } from '../../src/domain/sight.ts';
import { instant, px } from '../../src/domain/units.ts';
import { LatestSlot } from '../../src/shared/async/latest-slot.ts';

/** An even grey frame of 640 x 480. */
export const greyFrame = (seq: number, at = seq * 100, level = 128): Frame => ({
  seq,
  at: instant(at),
  width: px(640),
  height: px(480),
  source: { width: px(640), height: px(480) },
  gray: new Uint8Array(640 * 480).fill(level),
});

/**
 * A camera that follows a script: first the frames of `script`, none of them dropped, then whatever the test shows with
 * `show`, newest first come. Frames that are not due at its pace, by their own time, are left out: `idleFps` a second, all of them at the
 * full one. `lose` makes it lost, also while it is closed: the next opening then fails once.
 */
export class FakeCamera implements Camera {
  readonly #script: Frame[];
  readonly #due: (at: number) => boolean;
  #shown = new LatestSlot<Frame>();
  #leave: AbortController | undefined;
  #failure: CameraLost | undefined;
  state: CameraState = { kind: 'off' };
  dropped = 0;
  /** How often it was opened, and how many loops have it open now. */
  opened = 0;
  watching = 0;
  pace: Pace = 'full';

  constructor(script: readonly Frame[] = [], idleFps = Number.POSITIVE_INFINITY) {
    this.#script = [...script];
    this.#due = thin(() => (this.pace === 'idle' ? idleFps : Number.POSITIVE_INFINITY));
  }

  setPace(pace: Pace): void {
    this.pace = pace;
  }

  show(frame: Frame): void {
    const before = this.#shown.dropped;
    this.#shown.put(frame);
    this.dropped += this.#shown.dropped - before;
  }

  lose(why = 'pulled out'): void {
    this.#failure = new CameraLost(why);
    this.#leave?.abort();
  }

  async *frames(signal: AbortSignal): AsyncGenerator<Frame, void, undefined> {
    if (signal.aborted) return;
    this.#leave = new AbortController();
    const stop = AbortSignal.any([signal, this.#leave.signal]);
    if (this.state.kind !== 'lost') this.state = { kind: 'opening' };
    this.opened += 1;
    this.watching += 1;
    try {
      await new Promise((resolve) => setImmediate(resolve)); // No camera opens within the same turn.
      while (!stop.aborted && !this.#failure) {
        const frame = this.#script.shift() ?? (await this.#shown.take(stop));
        if (this.#due(frame.at)) yield this.#seen(frame);
      }
    } catch (err) {
      if (!stop.aborted) throw err;
    } finally {
      this.#shown = new LatestSlot();
      this.watching -= 1;
      this.state = { kind: 'off' };
    }
    if (!signal.aborted) throw this.#lost();
  }

  #seen(frame: Frame): Frame {
    this.state = { kind: 'watching', source: 'fake', ...frame.source };
    return frame;
  }

  #lost(): CameraLost {
    const failure = this.#failure ?? new CameraLost('lost');
    this.#failure = undefined;
    this.state = { kind: 'lost', why: failure.message };
    return failure;
  }
}
