import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, later, ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { AssistantLink } from './link.ts';
import { knownLength } from './song.ts';
import type { QueueItem } from './wire.ts';

/** The position may be some seconds off, and a crossfade of the server ends a song before its end. */
const SLACK = ms(15_000);

/** Where the song is that a queue plays, and whether it should be over by now. After its restart the server may tell nonsense. */
export class SongClock {
  readonly #link: Pick<AssistantLink, 'queue'>;
  readonly #clock: Clock;
  #item: string | undefined;
  #endsAt: Instant | undefined;

  constructor(link: Pick<AssistantLink, 'queue'>, clock: Clock) {
    this.#link = link;
    this.#clock = clock;
  }

  /** To be called when the server tells of this song, which is playing. */
  heard({ duration, media_item, queue_item_id }: QueueItem): void {
    const { duration: length } = knownLength(duration ?? media_item?.duration);
    const at = (this.#link.queue?.elapsed_time ?? 0) * 1000;
    const isNonsense = length !== undefined && (at < 0 || at > length + SLACK);
    if (isNonsense && this.#item === queue_item_id) return;
    this.#item = queue_item_id;
    this.#endsAt = length === undefined ? undefined : later(this.#clock.now(), ms(Math.max(0, isNonsense ? length : length - at)));
  }

  /** Whether the song should be over by now, or very nearly; true if nobody knows how long it is. */
  get isNearEnd(): boolean {
    return this.#endsAt === undefined || elapsed(this.#clock.now(), this.#endsAt) <= SLACK;
  }

  /** Where the song is, in a song of that length. */
  position(duration: Ms | undefined): Ms {
    const { queue } = this.#link;
    if (!queue) return ms(0);
    const since = queue.state === 'playing' ? elapsed(queue.at, this.#clock.now()) : 0;
    const position = Math.max(0, queue.elapsed_time * 1000 + since);
    return ms(duration === undefined ? position : Math.min(position, duration));
  }
}
