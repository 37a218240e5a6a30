import type { CameraConfig } from '../config/schema.ts';
import type { CameraState } from '../domain/report.ts';
import type { Frame } from '../domain/sight.ts';
import type { Clock } from '../shared/async/clock.ts';
import { LatestSlot } from '../shared/async/latest-slot.ts';
import { SharedTimeout } from '../shared/async/shared-timeout.ts';
import { withTimeout } from '../shared/async/timeout.ts';
import type { Log } from '../shared/log.ts';
import type { Capture } from './capture.ts';
import { CameraHangs, CameraLost } from './errors.ts';
import type { Picture } from './grey.ts';
import { pacer, thin } from './pace.ts';
import type { Camera, Pace } from './port.ts';
import { SourceError } from './source.ts';

/** Opens the source. Aborting ends an opening that is waiting. */
export type Opener = (signal: AbortSignal) => Promise<Capture>;

/**
 * A native read or opening that hangs occupies one of libuv's four threads, which files, DNS and OpenCV's own work share. At most this many
 * may hang at once; after that nothing is opened until one of them has returned.
 */
const MOST_ABANDONED = 2;
const ADVICE = 'check its cable or its network';

/**
 * Watches a source. It reads at the source's full speed, so that no old picture waits there, and delivers at most `config.fps` (or
 * `config.idle_fps`) frames a second. Pictures skipped for that reason are not counted; `dropped` counts the frames that a newer one
 * replaced before the reader took them. A source that is silent for `config.read_timeout` is lost: it is abandoned, and released when its
 * read returns.
 */
export class WatchedCamera implements Camera {
  readonly #open: Opener;
  readonly #config: CameraConfig;
  readonly #clock: Clock;
  readonly #log: Log;
  #state: CameraState = { kind: 'off' };
  #pace: Pace = 'full';
  #newest = new LatestSlot<Frame>();
  #droppedBefore = 0;
  #seq = 0;
  #abandoned = 0;

  constructor(open: Opener, config: CameraConfig, tools: { readonly clock: Clock; readonly log: Log }) {
    this.#open = open;
    this.#config = config;
    this.#clock = tools.clock;
    this.#log = tools.log;
  }

  get state(): CameraState {
    return this.#state;
  }

  setPace(pace: Pace): void {
    this.#pace = pace;
  }

  get dropped(): number {
    return this.#droppedBefore + this.#newest.dropped;
  }

  async *frames(signal: AbortSignal): AsyncGenerator<Frame, void, undefined> {
    if (signal.aborted) return;
    const leave = new AbortController();
    const stop = AbortSignal.any([signal, leave.signal]);
    // A lost camera stays lost until it gives a picture: trying to reopen it is not yet good news.
    if (this.#state.kind !== 'lost') this.#state = { kind: 'opening' };
    const newest = this.#freshSlot();
    const watching = this.#watch(newest, stop).catch((err: unknown) => leave.abort(err));
    try {
      while (!stop.aborted) yield await newest.take(stop);
    } catch (err) {
      if (!stop.aborted) throw err;
    } finally {
      leave.abort();
      await watching;
      this.#state = { kind: 'off' };
    }
    if (!signal.aborted) throw this.#lost(leave.signal.reason);
  }

  #freshSlot(): LatestSlot<Frame> {
    this.#droppedBefore += this.#newest.dropped;
    this.#newest = new LatestSlot();
    return this.#newest;
  }

  /** Opens, reads and closes the source, and each other one that takes its place. Throws when it is lost or `stop` is aborted. */
  async #watch(newest: LatestSlot<Frame>, stop: AbortSignal): Promise<void> {
    for (;;) {
      const capture = await this.#opened(stop);
      try {
        return await this.#watchOne(capture, newest, stop);
      } catch (err) {
        if (stop.aborted || !(err instanceof CameraLost) || !capture.another?.()) throw err;
      }
    }
  }

  async #watchOne(capture: Capture, newest: LatestSlot<Frame>, stop: AbortSignal): Promise<void> {
    let hangs = false;
    try {
      await this.#read(capture, newest, stop);
    } catch (err) {
      hangs = err instanceof CameraHangs;
      throw err;
    } finally {
      const released = capture.release();
      if (hangs) this.#abandon(released);
      else await released;
    }
  }

  async #opened(stop: AbortSignal): Promise<Capture> {
    if (this.#abandoned >= MOST_ABANDONED) throw new CameraLost('the camera hangs: pull it out and put it back');
    const opening = this.#open(stop);
    const opened = await withTimeout(this.#config.read_timeout, opening, this.#clock);
    if (opened.ok) return opened.value;
    this.#abandon(opening.then((capture) => capture.release()));
    throw new CameraLost(`the camera did not open within ${this.#timeoutText}: check that it is switched on and connected`);
  }

  async #read(capture: Capture, newest: LatestSlot<Frame>, stop: AbortSignal): Promise<void> {
    const { fps, idle_fps, read_timeout } = this.#config;
    const rates: Readonly<Record<Pace, number>> = { full: fps, idle: Math.min(fps, idle_fps) };
    const due = thin(() => rates[this.#pace]);
    const paced = capture.fps === undefined ? undefined : pacer(capture.fps, this.#clock);
    using timeout = new SharedTimeout(read_timeout, this.#clock);
    while (!stop.aborted) {
      await paced?.(stop);
      const read = await timeout.wait(capture.read(() => due(this.#clock.now())));
      if (!read.ok) throw new CameraHangs(`${capture.name} gave no picture for ${this.#timeoutText}: ${capture.advice ?? ADVICE}`);
      const picture = read.value;
      if (picture === 'ended') throw new CameraLost(`${capture.name} gives no more pictures`);
      if (picture !== 'skipped' && !stop.aborted) newest.put(this.#frame(picture, capture.name));
    }
  }

  #frame(picture: Picture, source: string): Frame {
    if (this.#state.kind !== 'watching') {
      this.#state = { kind: 'watching', source, ...picture.source };
      this.#log.info({ source, ...picture.source }, 'camera.opened');
    }
    const frame: Frame = { ...picture, seq: this.#seq, at: this.#clock.now() };
    this.#seq += 1;
    return frame;
  }

  #abandon(released: Promise<void>): void {
    this.#abandoned += 1;
    this.#log.warn({ abandoned: this.#abandoned }, 'camera.abandoned');
    const back = (): void => {
      this.#abandoned -= 1;
    };
    released.then(back, back);
  }

  #lost(reason: unknown): unknown {
    const err = reason instanceof SourceError ? new CameraLost(reason.message, { cause: reason }) : reason;
    this.#state = { kind: 'lost', why: err instanceof Error ? err.message : String(err) };
    return err;
  }

  get #timeoutText(): string {
    return `${this.#config.read_timeout / 1000} s`;
  }
}
