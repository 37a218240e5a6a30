import type { Track } from '../../domain/music.ts';
import { trackOf } from '../../domain/music.ts';
import type { PlayProgress } from '../../domain/report.ts';
import type { Instant, Moment, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Player, PlayerEvent } from '../../players/port.ts';
import type { Clock } from '../../shared/async/clock.ts';

export type PlayProgressParts = {
  readonly player: Pick<Player, 'playback' | 'progress'>;
  readonly clock: Clock;
  readonly today: () => Moment;
};

/** A position that is this far from where it should be by the clock is measured anew: the stream stood still, or the calendar was set. */
const TOLERANCE = ms(2000);

/** The reported progress, and by which clock and for which track it was measured. */
type Measured = { readonly track: Track; readonly at: Instant; readonly reported: PlayProgress };

/**
 * How far the track has come, as a report tells it: measured when something changes, and not again while the track plays on as expected, so
 * that a page can count by itself and nothing is sent.
 */
export class PlayProgressWatch {
  readonly #parts: PlayProgressParts;
  #measured: Measured | undefined;

  constructor(parts: PlayProgressParts) {
    this.#parts = parts;
  }

  get current(): PlayProgress | undefined {
    return this.#measured?.reported;
  }

  heard(event: PlayerEvent): void {
    if (event.kind === 'moved') this.#measured = undefined;
    this.tick();
  }

  /** Called about once a second. Measures anew if what was reported no longer holds. */
  tick(): void {
    const { player } = this.#parts;
    const track = trackOf(player.playback);
    const { progress } = player;
    if (!track || !progress) this.#measured = undefined;
    else if (!this.#holds(track, progress)) this.#measure(track, progress);
  }

  #measure(track: Track, { position, duration, seekable }: NonNullable<Player['progress']>): void {
    const { clock, player, today } = this.#parts;
    const playing = player.playback.kind === 'playing';
    const reported: PlayProgress = {
      position: ms(Math.round(position)),
      ...(playing && { since: today() }),
      ...(duration !== undefined && { duration: ms(Math.round(duration)) }),
      seekable,
    };
    this.#measured = { track, at: clock.now(), reported };
  }

  #holds(track: Track, { position, duration, seekable }: NonNullable<Player['progress']>): boolean {
    const known = this.#measured;
    if (!known || known.track !== track || known.reported.seekable !== seekable) return false;
    const { reported } = known;
    if (reported.duration !== (duration === undefined ? undefined : Math.round(duration))) return false;
    if ((reported.since !== undefined) !== (this.#parts.player.playback.kind === 'playing')) return false;
    return isNear(position, this.#expected(known)) && this.#isDated(known);
  }

  #expected({ at, reported }: Measured): Ms {
    return ms(reported.position + (reported.since === undefined ? 0 : elapsed(at, this.#parts.clock.now())));
  }

  /** Whether the calendar is still the one by which `since` was told. */
  #isDated({ at, reported: { since } }: Measured): boolean {
    const { clock, today } = this.#parts;
    return since === undefined || isNear(today(), since + elapsed(at, clock.now()));
  }
}

const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= TOLERANCE;
