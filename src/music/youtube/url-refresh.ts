import type { Mood } from '../../domain/emotion.ts';
import type { PlayFailure, Track } from '../../domain/music.ts';
import { SOURCE_TRAITS } from '../../domain/music.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { TtlCache } from '../ttl-cache.ts';

const RETRIED = { most: 200, lasts: ms(10 * 60_000) };

/** A track to find again, and the position at which to resume it. */
export type Refreshable = { readonly track: Track; readonly at: Ms };

/**
 * Videos that did not play, or that broke off. Their address may have expired, so each is resolved once more before it counts as
 * unplayable.
 */
export class UrlRefresh {
  readonly #retried: TtlCache<true>;
  #waiting: Refreshable | undefined;

  constructor(clock: Clock) {
    this.#retried = new TtlCache(clock, RETRIED);
  }

  /** Whether that track gets a second try. If so, the next `take` returns it. */
  allowsRetry(track: Track, why: PlayFailure, at: Ms): boolean {
    if (!SOURCE_TRAITS[track.source].urlsExpire || why === 'player-died' || this.#retried.has(track.id)) return false;
    this.#retried.set(track.id, true);
    this.#waiting = { track, at };
    return true;
  }

  /** The track to resolve again, once; undefined if another mood is asked for meanwhile. */
  take(mood: Mood): Refreshable | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting?.track.mood === mood ? waiting : undefined;
  }
}
