import type { PlayFailure, TrackSource } from '../domain/music.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, later, ms } from '../domain/units.ts';
import { backoff } from '../shared/async/backoff.ts';
import type { Clock } from '../shared/async/clock.ts';

/** One unplayable track may simply be gone; two in a row are the source's fault. One timeout is enough, since each costs a long wait. */
const BLAME: Record<PlayFailure, number> = { unplayable: 1, timeout: 2, 'player-died': 0 };
const LIMIT = 2;
const rest = backoff(ms(60_000), ms(60 * 60_000));

type Standing = { readonly blame: number; readonly rests: number; readonly until?: Instant };

/**
 * Watches for sources that find tracks which then do not play, because a server refuses mpv or does not answer. Such a source is skipped
 * for a while, longer each time, so that the next source plays instead of silence. One track that plays clears its record.
 */
export class SourceHealth {
  readonly #clock: Clock;
  readonly #standings = new Map<TrackSource, Standing>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The sources to skip now. */
  get skipped(): readonly TrackSource[] {
    const now = this.#clock.now();
    return [...this.#standings].flatMap(([source, { until }]) => (until !== undefined && until > now ? [source] : []));
  }

  /** How much longer a source is skipped; undefined if it is not. */
  left(source: TrackSource): Ms | undefined {
    const until = this.#standings.get(source)?.until;
    const left = until === undefined ? 0 : elapsed(this.#clock.now(), until);
    return left > 0 ? ms(left) : undefined;
  }

  /** Reports a track of that source that did not play, or not to its end. */
  failed(source: TrackSource, why: PlayFailure): void {
    const { blame, rests } = this.#standings.get(source) ?? { blame: 0, rests: 0 };
    const more = blame + BLAME[why];
    if (more < LIMIT) this.#standings.set(source, { blame: more, rests });
    else this.#standings.set(source, { blame: 0, rests: rests + 1, until: later(this.#clock.now(), rest(rests)) });
  }

  /** Reports a track of that source that played. */
  heard(source: TrackSource): void {
    this.#standings.delete(source);
  }

  /** Clears all records: if no other source has anything, a doubtful one is better than silence. */
  forgive(): void {
    this.#standings.clear();
  }
}
