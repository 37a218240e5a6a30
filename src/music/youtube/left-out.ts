import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import { TtlCache } from '../ttl-cache.ts';
import type { OneVideo } from './failure.ts';
import { LEFT_OUT_FOR } from './failure.ts';

const MOST = 500;
const LONGEST = ms(Math.max(...Object.values(LEFT_OUT_FOR)));
/** This many odd videos in a row, without one that can be played, are the program's fault and not the videos'. */
const ODD_IN_A_ROW = 6;

/** The videos that cannot be played for now, each with an end. The oldest go first if there are too many. */
export class LeftOutVideos {
  readonly #log: Log;
  readonly #leftOut: TtlCache<true>;
  #odd: readonly string[] = [];

  constructor({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#log = log;
    this.#leftOut = new TtlCache(clock, { most: MOST, lasts: LONGEST });
  }

  has(id: string): boolean {
    return this.#leftOut.has(id);
  }

  /** Leaves a video out. Returns true if there were too many odd ones in a row: then those are let in again. */
  add(id: string, why: OneVideo): boolean {
    const forMs = LEFT_OUT_FOR[why];
    this.#leftOut.set(id, true, ms(LONGEST - forMs));
    this.#log.info({ id, why, forMs }, 'ytdlp.video_left_out');
    return why === 'odd' && this.#tooManyOdd(id);
  }

  /** A video could be played. */
  worked(): void {
    this.#odd = [];
  }

  #tooManyOdd(id: string): boolean {
    this.#odd = [...this.#odd, id];
    if (this.#odd.length < ODD_IN_A_ROW) return false;
    for (const each of this.#odd) this.#leftOut.delete(each);
    this.#odd = [];
    return true;
  }
}
