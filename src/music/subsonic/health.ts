import type { SourceState } from '../../domain/music.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, later, ms } from '../../domain/units.ts';
import { backoff } from '../../shared/async/backoff.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { ServerFault } from './fault.ts';
import { RESTS_FOR } from './fault.ts';

/** A server that has been away is asked again at least once a minute, so that its music is back soon after it is. */
const rest = backoff(ms(5_000), ms(60_000));

type Outage = { readonly fault: ServerFault; readonly times: number; readonly until: Instant };

/** Whether the server answers. After a fault it is left alone for a while, so that nobody waits for it each time that music is wanted. */
export class ServerHealth {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #place: string;
  #outage: Outage | undefined;

  constructor(by: { readonly clock: Clock; readonly log: Log; readonly place: string }) {
    this.#clock = by.clock;
    this.#log = by.log;
    this.#place = by.place;
  }

  /** The fault for which it is left alone now; undefined if it may be asked. */
  get resting(): ServerFault | undefined {
    return this.#outage && this.#left(this.#outage) > 0 ? this.#outage.fault : undefined;
  }

  get state(): SourceState {
    const why = this.#outage && RESTS_FOR[this.#outage.fault.why];
    return this.#outage && why ? { kind: 'resting', why, left: ms(Math.max(0, this.#left(this.#outage))) } : { kind: 'ready' };
  }

  failed(fault: ServerFault): void {
    if (RESTS_FOR[fault.why] === undefined) return;
    const times = this.#outage?.times ?? 0;
    if (this.#outage?.fault.why !== fault.why) this.#log.warn({ server: this.#place, why: fault.detail }, 'subsonic.lost');
    this.#outage = { fault, times: times + 1, until: later(this.#clock.now(), rest(times)) };
  }

  answered(): void {
    if (this.#outage) this.#log.info({ server: this.#place }, 'subsonic.back');
    this.#outage = undefined;
  }

  #left = ({ until }: Outage): number => elapsed(this.#clock.now(), until);
}
