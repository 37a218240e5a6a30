import { once } from 'node:events';
import type { Camera } from '../../camera/port.ts';
import type { Frame, Sighting, Zone } from '../../domain/sight.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Eyes } from '../../inference/port.ts';
import { backoff } from '../../shared/async/backoff.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort } from '../../shared/async/linked-abort.ts';
import { supervise } from '../../shared/async/supervise.ts';
import { letGo } from '../../shared/let-go.ts';
import type { Log } from '../../shared/log.ts';
import type { Watchfulness } from './watchfulness.ts';
import { watchfulness } from './watchfulness.ts';

export type PerceptionParts = {
  readonly camera: Camera;
  readonly eyes: Eyes;
  readonly clock: Clock;
  readonly log: Log;
  /** The parts of the picture that are ignored now (default: none). */
  readonly ignored?: () => readonly Zone[];
  /** Called with each frame that was looked at, while its pixels are there: they may be gone when this returns. */
  readonly onFrame?: (frame: Frame) => void;
  /** Called with each frame's sighting; dropped frames have none. */
  readonly onSighting: (sighting: Sighting) => void;
  /** Called when the loop has turned: it looked at a frame, handled a failure, or the camera is off on purpose. */
  readonly onTurn: () => void;
};

/** Short enough that a one-minute watchdog never takes a missing camera for a hang. */
const rest = backoff(ms(500), ms(15_000));
const OFF_TURN = ms(5000);
/** Reasons for a loss that are remembered, so that each is a warning once. */
const MOST_REASONS = 50;

/**
 * The seeing loop of one camera, with the privacy switch. Sets the camera's pace by what is seen. A lost camera is reported and opened
 * again, however long that takes.
 */
export class Perception {
  readonly #parts: PerceptionParts;
  #off: AbortController | undefined;
  readonly #reportedLosses = new Set<string>();
  readonly #switched = new EventTarget();

  constructor(parts: PerceptionParts, on: boolean) {
    this.#parts = parts;
    this.#off = on ? new AbortController() : undefined;
  }

  /** Off closes the camera before the next frame; on opens it again. */
  switch(on: boolean): void {
    if (on === (this.#off !== undefined)) return;
    this.#off?.abort();
    this.#off = on ? new AbortController() : undefined;
    this.#switched.dispatchEvent(new Event('switched'));
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, onTurn } = this.#parts;
    const stop = (): void => this.#off?.abort();
    signal.addEventListener('abort', stop, { once: true });
    const onFailure = (err: unknown, retryMs: Ms): void => {
      onTurn();
      this.#report(err, retryMs);
    };
    await supervise((inner) => this.#watch(inner), { signal, clock, rest, onFailure });
    signal.removeEventListener('abort', stop);
  }

  /** Warns of a lost camera once per reason, however long it stays away. Any other failure is logged with its whole error. */
  #report(err: unknown, retryMs: Ms): void {
    const { camera, log } = this.#parts;
    if (camera.state.kind !== 'lost') {
      log.error({ err, retryMs }, 'eyes.failed');
      return;
    }
    const { why } = camera.state;
    log[this.#reportedLosses.has(why) ? 'debug' : 'warn']({ why, retryMs }, 'camera.lost');
    if (this.#reportedLosses.size === MOST_REASONS) this.#reportedLosses.clear();
    this.#reportedLosses.add(why);
  }

  async #watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const off = this.#off?.signal;
      if (off) await this.#look(off);
      else await this.#idle(signal);
      if (off && !off.aborted) return;
    }
  }

  async #look(off: AbortSignal): Promise<void> {
    const { camera, eyes, ignored, onFrame, onSighting, onTurn } = this.#parts;
    let watching: Watchfulness | undefined;
    camera.setPace('full');
    try {
      for await (const taken of camera.frames(off)) {
        const frame: Frame = ignored ? { ...taken, ignored: ignored() } : taken;
        const sighting = await eyes.look(frame);
        if (!off.aborted) onFrame?.(frame);
        letGo(frame.gray);
        if (off.aborted) return;
        this.#reportedLosses.clear();
        watching = watchfulness(watching, sighting);
        camera.setPace(watching.pace);
        onSighting(sighting);
        onTurn();
      }
    } catch (err) {
      if (!off.aborted) throw err;
    }
  }

  async #idle(signal: AbortSignal): Promise<void> {
    this.#parts.onTurn();
    const either = new LinkedAbort(signal);
    await Promise.race([
      this.#parts.clock.sleep(OFF_TURN, either.signal).catch(() => undefined),
      once(this.#switched, 'switched', { signal: either.signal }).catch(() => undefined),
    ]);
    either.abort();
  }
}
