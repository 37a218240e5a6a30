import type { PlayFailure, SourceName } from '../domain/music.ts';
import type { Instant } from '../domain/units.ts';
import { later, ms } from '../domain/units.ts';
import { backoff } from '../shared/async/backoff.ts';
import type { Clock } from '../shared/async/clock.ts';

/** One track may be gone; a second in a row is the source's. A wait that came to nothing is not waited for twice. */
const BLAME: Record<PlayFailure, number> = { unplayable: 1, timeout: 2, 'player-died': 0 };
const ENOUGH = 2;
const rest = backoff(ms(60_000), ms(60 * 60_000));

type Standing = { readonly blame: number; readonly rests: number; readonly until?: Instant };

/**
 * Sources that find tracks which then cannot be heard: a server that turns mpv away, or says nothing. Such a source is passed over
 * for a while, ever longer, so that the next one is heard and not silence. One track that is heard, and all is forgotten.
 */
export class SourceHealth {
  readonly #clock: Clock;
  readonly #standings = new Map<SourceName, Standing>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Those to pass over now. */
  get sources(): readonly SourceName[] {
    const now = this.#clock.now();
    return [...this.#standings].flatMap(([source, { until }]) => (until !== undefined && until > now ? [source] : []));
  }

  /** A track of that source could not be heard, or not to its end. */
  failed(source: SourceName, why: PlayFailure): void {
    const { blame, rests } = this.#standings.get(source) ?? { blame: 0, rests: 0 };
    const more = blame + BLAME[why];
    if (more < ENOUGH) this.#standings.set(source, { blame: more, rests });
    else this.#standings.set(source, { blame: 0, rests: rests + 1, until: later(this.#clock.now(), rest(rests)) });
  }

  heard(source: SourceName): void {
    this.#standings.delete(source);
  }

  /** Where nobody else has anything, those that are passed over are better than silence. */
  forgive(): void {
    this.#standings.clear();
  }
}
