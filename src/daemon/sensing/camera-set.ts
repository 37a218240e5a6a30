import type { Camera } from '../../camera/port.ts';
import type { CameraState, NamedCameraState } from '../../domain/report.ts';
import type { Frame, Sighting, Zone } from '../../domain/sight.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, instant } from '../../domain/units.ts';
import type { Eyes } from '../../inference/port.ts';
import type { Losses } from '../../mood/losses.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import { cameraState } from '../report/reported-faces.ts';
import type { Rate } from './frame-rate.ts';
import { counted, perSecond } from './frame-rate.ts';
import type { LastPicture } from './loss-grace.ts';
import { isInterrupted } from './loss-grace.ts';
import { Perception } from './perception.ts';

/** A camera of the box and the eyes that look through it. `name` is empty if the box has a single, unnamed camera. */
export type Viewpoint = { readonly name: string; readonly camera: Camera; readonly eyes: Eyes };

export type CameraSetParts = {
  readonly viewpoints: readonly Viewpoint[];
  readonly clock: Clock;
  readonly log: Log;
  /** Called with each frame's sighting and its camera's name. Their times never go back. */
  readonly onSighting: (sighting: Sighting) => void;
  /** The parts of a camera's picture that are ignored (default: none). */
  readonly ignored?: (camera: string) => readonly Zone[];
  /** Called with each frame that was looked at; it must take what it needs before it returns. */
  readonly onFrame?: (camera: string, frame: Frame) => void;
  /** Called when a camera's connection has just broken, so that what it saw last is held. */
  readonly onInterrupted?: () => void;
};

/** One camera's loop and its figures. */
type Post = Pick<Viewpoint, 'name' | 'camera'> & {
  readonly perception: Perception;
  rate: Rate;
  lastTurn: Instant;
  /** Its last picture since the cameras were switched on. */
  lastPicture?: LastPicture | undefined;
};

/** All cameras of the box, each with its own loop and pace: losing one changes nothing for the others. */
export class CameraSet {
  readonly #parts: CameraSetParts;
  readonly #posts: readonly Post[];
  #latest: Instant;

  constructor(parts: CameraSetParts, on: boolean) {
    this.#parts = parts;
    this.#latest = parts.clock.now();
    this.#posts = parts.viewpoints.map((viewpoint) => this.#post(viewpoint, on));
  }

  /** Runs until the signal is aborted. Rejects only on a bug. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#posts.map(({ perception }) => perception.run(signal)));
  }

  /** Closes all cameras before their next frames, or opens them again. */
  switch(on: boolean): void {
    for (const post of this.#posts) {
      post.lastPicture = undefined;
      post.perception.switch(on);
    }
  }

  /** The last turn of the loop that has been quiet for longest: the box is stuck if any of its loops is. */
  get lastTurn(): Instant {
    return instant(Math.min(...this.#posts.map(({ lastTurn }) => lastTurn)));
  }

  /** The cameras whose loops have not turned for that long. */
  quietFor(span: Ms): readonly string[] {
    const now = this.#parts.clock.now();
    return this.#posts.filter(({ lastTurn }) => elapsed(lastTurn, now) >= span).map(({ name }) => name);
  }

  /** What each camera is doing, in the order of the configuration. `on` is what people want. A break of up to `GRACE` is left out. */
  states(on: boolean): readonly NamedCameraState[] {
    return this.#posts.map((post) => ({ name: post.name, state: cameraState(on, this.#stateOf(post)) }));
  }

  /** True if no camera delivers pictures, nor did a moment ago. */
  get blind(): boolean {
    return this.#posts.every((post) => this.#stateOf(post).kind !== 'watching');
  }

  /** The cameras whose connection broke so recently that they are not reported as lost yet, and those that are. */
  get losses(): Losses {
    const lost = this.#posts.filter((post) => this.#stateOf(post).kind === 'lost');
    const interrupted = this.#posts.filter((post) => post.camera.state.kind === 'lost' && !lost.includes(post));
    return { interrupted: named(interrupted), lost: named(lost) };
  }

  /** Frames per second that were looked at in the last seconds, all cameras together. */
  get fps(): number {
    const now = this.#parts.clock.now();
    return Math.round(10 * this.#posts.reduce((sum, { rate }) => sum + perSecond(rate, now), 0)) / 10;
  }

  /** Frames that came too fast to be looked at, all cameras together. */
  get dropped(): number {
    return this.#posts.reduce((sum, { camera }) => sum + camera.dropped, 0);
  }

  #stateOf({ camera, lastPicture }: Post): CameraState {
    return isInterrupted(camera.state, lastPicture, this.#parts.clock.now()) ? lastPicture.state : camera.state;
  }

  #post({ name, camera, eyes }: Viewpoint, on: boolean): Post {
    const { clock } = this.#parts;
    const log = name === '' ? this.#parts.log : this.#parts.log.child({ camera: name });
    const onSighting = (sighting: Sighting): void => {
      post.rate = counted(post.rate, clock.now());
      if (camera.state.kind === 'watching') post.lastPicture = { at: clock.now(), state: camera.state };
      this.#parts.onSighting(this.#inOrder(name, sighting));
    };
    const onTurn = (): void => {
      post.lastTurn = clock.now();
      if (isInterrupted(camera.state, post.lastPicture, clock.now())) this.#parts.onInterrupted?.();
    };
    const { ignored, onFrame } = this.#parts;
    const perception = new Perception(
      {
        ...{ camera, eyes, clock, log, onSighting, onTurn },
        ...(ignored && { ignored: () => ignored(name) }),
        ...(onFrame && { onFrame: (frame: Frame) => onFrame(name, frame) }),
      },
      on,
    );
    const post: Post = { name, camera, perception, rate: [], lastTurn: clock.now() };
    return post;
  }

  /**
   * Keeps a room's time from going back: looks take different times, so a later frame of one camera may be ready before an earlier one of
   * another.
   */
  #inOrder(name: string, sighting: Sighting): Sighting {
    const at = instant(Math.max(sighting.at, this.#latest));
    this.#latest = at;
    return { ...sighting, at, ...(name !== '' && { camera: name }) };
  }
}

const named = (posts: readonly Post[]): ReadonlySet<string> => new Set(posts.map(({ name }) => name));
