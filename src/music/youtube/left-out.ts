import type { Instant } from '../../domain/units.ts';
import { later } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { OneVideo } from './failure.ts';
import { LEFT_OUT_FOR } from './failure.ts';

const MOST = 500;
/** This many odd videos in a row, without one that can be played, are the program's fault and not the videos'. */
const ODD_IN_A_ROW = 6;

/** The videos that cannot be played for now, each with an end. The oldest go first if there are too many. */
export class LeftOutVideos {
  readonly #world: { readonly clock: Clock; readonly log: Log };
  readonly #until = new Map<string, Instant>();
  #odd: readonly string[] = [];

  constructor(world: { readonly clock: Clock; readonly log: Log }) {
    this.#world = world;
  }

  has(id: string): boolean {
    const until = this.#until.get(id);
    if (until === undefined) return false;
    if (until > this.#world.clock.now()) return true;
    this.#until.delete(id);
    return false;
  }

  /** Leaves a video out. Returns true if there were too many odd ones in a row: then those are let in again. */
  add(id: string, why: OneVideo): boolean {
    const { clock, log } = this.#world;
    const forMs = LEFT_OUT_FOR[why];
    this.#until.delete(id);
    this.#until.set(id, later(clock.now(), forMs));
    const [oldest] = this.#until.keys();
    if (this.#until.size > MOST && oldest !== undefined) this.#until.delete(oldest);
    log.info({ id, why, forMs }, 'ytdlp.video_left_out');
    return why === 'odd' && this.#tooManyOdd(id);
  }

  /** A video could be played. */
  worked(): void {
    this.#odd = [];
  }

  #tooManyOdd(id: string): boolean {
    this.#odd = [...this.#odd, id];
    if (this.#odd.length < ODD_IN_A_ROW) return false;
    for (const each of this.#odd) this.#until.delete(each);
    this.#odd = [];
    return true;
  }
}
