import { EventEmitter } from 'node:events';
import { done } from '../../domain/result.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { until } from '../../shared/async/linked-abort.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import type { Log } from '../../shared/log.ts';
import type { MoodMatcher } from '../library/mood-matching.ts';
import type { Survey } from './fill.ts';
import { fillShelf, survey } from './fill.ts';
import type { ServerHealth } from './health.ts';
import type { MusicServer, ServerAnswer } from './server.ts';
import { SongShelf } from './shelf.ts';

/** How often the server is asked whether anything has changed, and after how long all is read again whatever it says. */
const LOOK_EVERY = ms(5 * 60_000);
const TRUSTED_FOR = ms(6 * 60 * 60_000);
/** The same for a server that does not say when its music changed. */
const UNMARKED_FOR = ms(60 * 60_000);
const CLOSE_LIMIT = ms(1000);

export type CatalogueWorld = {
  readonly server: MusicServer;
  readonly health: ServerHealth;
  readonly matcher: MoodMatcher;
  readonly clock: Clock;
  readonly log: Log;
};

/** A shelf as it was filled: when, and at which mark of the server. */
type Filled = { readonly at: Instant; readonly mark: string | undefined };

/**
 * What the server has for each mood, kept in memory and read anew in the background when the server's music has changed. The first time,
 * what has been read so far can be used at once; later the old shelf stays in use until the new one is full.
 */
export class SongCatalogue implements AsyncDisposable {
  readonly #world: CatalogueWorld;
  readonly #changes = new EventEmitter<{ change: [] }>().setMaxListeners(0);
  readonly #closing = new AbortController();
  #shelf = new SongShelf();
  #filled: Filled | undefined;
  #looked: Instant | undefined;
  #look: Promise<void> | undefined;

  constructor(world: CatalogueWorld) {
    this.#world = world;
  }

  get shelf(): SongShelf {
    return this.#shelf;
  }

  /** Whether nothing has been read to its end yet, and reading goes on. */
  get isFirstLook(): boolean {
    return this.#look !== undefined && this.#filled === undefined;
  }

  /** Looks whether anything has changed, if that has not been done lately. Returns at once. */
  refresh(): void {
    const { clock, health } = this.#world;
    const isRecent = this.#looked !== undefined && elapsed(this.#looked, clock.now()) < LOOK_EVERY;
    if (isRecent || this.#look || health.resting || this.#closing.signal.aborted) return;
    this.#looked = clock.now();
    this.#look = this.#run(this.#closing.signal).finally(() => {
      this.#look = undefined;
      this.#changes.emit('change');
    });
  }

  /** A song was not what it was said to be: all is read again with the next look. */
  distrust(): void {
    this.#filled &&= { at: this.#filled.at, mark: 'distrusted' };
    this.#looked = undefined;
  }

  /** Settles when `isEnough` holds, or when nothing more is to come. Rejects with the signal's reason. */
  async ready(isEnough: () => boolean, signal: AbortSignal): Promise<void> {
    await until(this.#changes, () => (isEnough() || !this.isFirstLook ? true : undefined), signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    if (this.#look) await withTimeout(CLOSE_LIMIT, this.#look, this.#world.clock);
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { health } = this.#world;
    const outcome = await this.#lookAround(signal);
    if (signal.aborted) return;
    if (outcome.ok) return health.answered();
    this.#looked = undefined; // as soon as the server may be asked again
    health.failed(outcome.why);
  }

  async #lookAround(signal: AbortSignal): Promise<ServerAnswer<undefined>> {
    const { matcher, server } = this.#world;
    const surveyed = await survey({ matcher, server, signal });
    if (!surveyed.ok || !this.#isStale(surveyed.value)) return surveyed.ok ? done(undefined) : surveyed;
    return this.#fill(surveyed.value, signal);
  }

  #isStale({ mark }: Survey): boolean {
    if (!this.#filled) return true;
    const age = elapsed(this.#filled.at, this.#world.clock.now());
    return mark === undefined ? age >= UNMARKED_FOR || this.#filled.mark !== undefined : mark !== this.#filled.mark || age >= TRUSTED_FOR;
  }

  async #fill(surveyed: Survey, signal: AbortSignal): Promise<ServerAnswer<undefined>> {
    const { clock, log, matcher, server } = this.#world;
    const began = clock.now();
    const shelf = new SongShelf();
    if (!this.#filled) this.#shelf = shelf;
    const more = (): void => void this.#changes.emit('change');
    const filled = await fillShelf(shelf, surveyed, { matcher, server, signal, more });
    if (!filled.ok) return filled;
    this.#shelf = shelf;
    this.#filled = { at: began, mark: surveyed.mark };
    log.info({ server: server.place, songs: shelf.size, playlists: surveyed.playlists.length }, 'subsonic.read');
    return filled;
  }
}
