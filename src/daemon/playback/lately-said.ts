import type { Feedback } from '../../domain/history.ts';
import type { Undoable } from '../../domain/report.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';

/** After this long nobody means it by `undo` any more. */
const LASTS = ms(5 * 60_000);
const MOST = 10;

type Said = { readonly feedback: Feedback; readonly since: Instant };

/** What people said of tracks in the last minutes, so that it can be taken back, the newest first. */
export class LatelySaid {
  readonly #clock: Clock;
  #said: readonly Said[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(feedback: Feedback): void {
    this.#said = [...this.#said, { feedback, since: this.#clock.now() }].slice(-MOST);
  }

  /** What `take` would return. */
  get newest(): Undoable | undefined {
    const newest = this.#newest;
    return newest && { kind: newest.kind, title: newest.track.title, at: newest.at };
  }

  /** The newest, once; `undefined` if there is nothing, or only what is too old. */
  take(): Feedback | undefined {
    const newest = this.#newest;
    if (newest) this.#said = this.#said.slice(0, -1);
    return newest;
  }

  /** What was said of this track cannot be taken back any more: somebody has judged it anew. */
  forget(id: string): void {
    this.#said = this.#said.filter(({ feedback }) => feedback.track.id !== id);
  }

  get #newest(): Feedback | undefined {
    const last = this.#said.at(-1);
    return last && elapsed(last.since, this.#clock.now()) < LASTS ? last.feedback : undefined;
  }
}
