import type { Mood } from '../../domain/emotion.ts';
import type { PlayFailure, Track } from '../../domain/music.ts';
import { SOURCE_TRAITS } from '../../domain/music.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { TtlCache } from '../ttl-cache.ts';

const RENEWED = { most: 200, lasts: ms(10 * 60_000) };

/** A track to be found again, and where to go on in it. */
export type Refreshable = { readonly track: Track; readonly at: Ms };

/** Videos that did not play, or dried up: their address may have expired, so each is resolved once more before it counts as unplayable. */
export class UrlRefresh {
  readonly #renewed: TtlCache<true>;
  #waiting: Refreshable | undefined;

  constructor(clock: Clock) {
    this.#renewed = new TtlCache(clock, RENEWED);
  }

  /** Whether that track has a second try, which it then gets at the next `take`. */
  allowsRetry(track: Track, why: PlayFailure, at: Ms): boolean {
    if (!SOURCE_TRAITS[track.source].urlsExpire || why === 'player-died' || this.#renewed.has(track.id)) return false;
    this.#renewed.set(track.id, true);
    this.#waiting = { track, at };
    return true;
  }

  /** What is to be resolved again, once; nothing where another mood is wanted meanwhile. */
  take(mood: Mood): Refreshable | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting?.track.mood === mood ? waiting : undefined;
  }
}
