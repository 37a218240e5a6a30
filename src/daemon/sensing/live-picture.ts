import { EventEmitter } from 'node:events';
import type { AccessLevel } from '../../domain/access.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { LivePictureState } from '../../domain/report.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Frame } from '../../domain/sight.ts';
import type { Instant, Moment } from '../../domain/units.ts';
import { elapsed, moment, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort } from '../../shared/async/linked-abort.ts';
import { greyJpeg, smallGrey } from '../../shared/grey-jpeg.ts';
import type { Log } from '../../shared/log.ts';

/** It ends by itself after this long. */
const LASTS = ms(5 * 60_000);
/** … and after this long without a page that fetches pictures: whoever is logged out or closes the page stops fetching. */
const UNWATCHED = ms(15_000);
const LOOK_AGAIN = ms(1000);
/** At most about two pictures a second of each camera. */
const EVERY = ms(400);
/** A picture older than this is not live. */
const STALE = ms(5000);
/** How long to wait for a picture: a camera that sees nobody is looked at three times a second. */
const PATIENCE = ms(2000);
const WIDTH = 320;
const QUALITY = 70;

export type LivePictureParts = {
  /** Whether `web.preview` allows the live picture. */
  readonly allowed: boolean;
  readonly clock: Clock;
  readonly today: () => Moment;
  readonly log: Log;
};

/** The person who wants to see the live picture. */
export type Onlooker = { readonly level: AccessLevel; readonly address: string };

/** Why the live picture ended. */
type Ending = 'asked' | 'time' | 'unwatched' | 'camera-off' | 'closed';

/** One camera's newest picture, small and grey. `jpeg` is made when it is first asked for. */
type Taken = { readonly at: Instant; readonly picture: ReturnType<typeof smallGrey>; jpeg?: Promise<Uint8Array> };

type Session = { readonly state: LivePictureState; readonly since: Instant; askedAt: Instant };

/**
 * The live picture that an owner may look at. While nobody looks, no picture is taken. The newest one of each camera is in memory until the
 * next one replaces it or the looking ends; none is kept, logged or sent anywhere but to the page.
 */
export class LivePicture implements Disposable {
  readonly allowed: boolean;
  readonly #parts: LivePictureParts;
  readonly #taken = new Map<string, Taken>();
  readonly #listeners = new Set<() => void>();
  readonly #pictures = new EventEmitter<{ taken: [camera: string] }>();
  #session: Session | undefined;
  #watching = new AbortController();

  constructor(parts: LivePictureParts) {
    this.#parts = parts;
    this.allowed = parts.allowed;
  }

  /** Who is looking; undefined if nobody is. */
  get state(): LivePictureState | undefined {
    return this.#session?.state;
  }

  /** Calls `listener` when the looking begins or ends, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins five minutes of looking, anew if somebody is looking already. The failure is for whoever asks. */
  start({ level, address }: Onlooker): Result<LivePictureState, Refusal> {
    if (!this.allowed) return failed(refusal('preview_off'));
    const { clock, log, today } = this.#parts;
    const now = clock.now();
    const state = { by: level, until: moment(today() + LASTS) };
    this.#watching.abort();
    this.#watching = new AbortController();
    this.#session = { state, since: now, askedAt: now };
    void this.#watch(this.#watching.signal);
    log.info({ by: level, address, until: new Date(state.until).toISOString() }, 'preview.started');
    this.#changed();
    return done(state);
  }

  /** Ends the looking and forgets the pictures. */
  stop(why: Ending = 'asked'): void {
    if (!this.#session) return;
    this.#watching.abort();
    this.#session = undefined;
    for (const { picture } of this.#taken.values()) picture.gray.fill(0);
    this.#taken.clear();
    this.#parts.log.info({ why }, 'preview.ended');
    this.#changed();
  }

  /** Takes a frame of a camera, if somebody is looking and the last one is old enough. What is ignored in it is blank. */
  take(camera: string, frame: Frame): void {
    if (!this.#session) return;
    const now = this.#parts.clock.now();
    const before = this.#taken.get(camera);
    if (before && elapsed(before.at, now) < EVERY) return;
    const picture = smallGrey(frame, WIDTH);
    for (const zone of frame.ignored ?? []) blank(picture, zone);
    this.#taken.set(camera, { at: now, picture });
    this.#pictures.emit('taken', camera);
  }

  /** The newest picture of a camera as a JPEG file. The failure is for whoever asks. */
  async picture(camera: string): Promise<Result<Uint8Array, Refusal>> {
    if (!this.#session) return failed(refusal('preview_not_begun'));
    this.#session.askedAt = this.#parts.clock.now();
    const taken = this.#fresh(camera) ?? (await this.#first(camera));
    if (!taken) return failed(refusal('preview_blank'));
    taken.jpeg ??= greyJpeg(taken.picture, QUALITY);
    const jpeg = await taken.jpeg;
    return this.#session ? done(jpeg) : failed(refusal('preview_over'));
  }

  [Symbol.dispose](): void {
    this.stop('closed');
  }

  #fresh(camera: string): Taken | undefined {
    const taken = this.#taken.get(camera);
    return taken && elapsed(taken.at, this.#parts.clock.now()) <= STALE ? taken : undefined;
  }

  /** Waits a moment for the camera's next picture: just after the start there isn't one yet. */
  async #first(camera: string): Promise<Taken | undefined> {
    const over = new LinkedAbort(this.#watching.signal);
    const patience = this.#parts.clock.sleep(PATIENCE, over.signal).catch(() => undefined);
    const taken = (name: string): void => {
      if (name === camera) over.abort();
    };
    this.#pictures.on('taken', taken);
    await patience;
    over.abort();
    this.#pictures.off('taken', taken);
    return this.#fresh(camera);
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    while (!signal.aborted) {
      await clock.sleep(LOOK_AGAIN, signal).catch(() => undefined);
      if (signal.aborted || !this.#session) return;
      const { askedAt, since } = this.#session;
      if (elapsed(since, clock.now()) >= LASTS) this.stop('time');
      else if (elapsed(askedAt, clock.now()) >= UNWATCHED) this.stop('unwatched');
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function blank({ gray, width, height }: ReturnType<typeof smallGrey>, zone: NonNullable<Frame['ignored']>[number]): void {
  const [left, right] = [Math.floor(zone.x * width), Math.min(width, Math.ceil((zone.x + zone.width) * width))];
  const bottom = Math.min(height, Math.ceil((zone.y + zone.height) * height));
  for (let row = Math.floor(zone.y * height); row < bottom; row += 1) gray.fill(BLANK, row * width + left, row * width + right);
}

const BLANK = 128;
