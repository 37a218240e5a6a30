import type { Happening } from '../domain/history.ts';
import type { Instant, Moment, Ms } from '../domain/units.ts';
import { elapsed, moment } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';

/** When a play began, on both clocks. `calendarSet`: its calendar is no longer in force. */
type PlayStart = { readonly written: Moment; readonly since: Instant; readonly calendarSet: boolean };

/** Two tracks overlap at most; a few more do no harm. */
const MOST = 8;

/** When the plays that have not ended began, so that their ends are right even if the calendar is set in between. */
export class PlayTimes {
  readonly #clock: Clock;
  /** By the moment under which the play was recorded. */
  readonly #open = new Map<Moment, PlayStart>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The event with its times as the file has them: the start as it was written, and the end as long after it as the clock says. */
  onClock(happening: Happening): Happening {
    const { at, kind } = happening;
    if (kind === 'started') this.#begin(at);
    if (kind !== 'over') return happening;
    const start = this.#open.get(happening.started);
    this.#open.delete(happening.started);
    if (!start) return happening;
    const end = moment(start.written + elapsed(start.since, this.#clock.now()));
    return { ...happening, started: start.written, at: start.calendarSet ? end : at };
  }

  /** Another calendar is in force from now on: what began under the old one ends under the old one. */
  calendarSet(): void {
    for (const [key, start] of this.#open) this.#open.set(key, { ...start, calendarSet: true });
  }

  /** The calendar was wrong until now: what was written moves by so much. */
  shift(by: Ms): void {
    for (const [key, start] of this.#open) this.#open.set(key, { ...start, written: moment(start.written + by) });
  }

  #begin(at: Moment): void {
    this.#open.set(at, { written: at, since: this.#clock.now(), calendarSet: false });
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST && oldest !== undefined) this.#open.delete(oldest);
  }
}
