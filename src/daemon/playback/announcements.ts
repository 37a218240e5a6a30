import type { PlayerConfig } from '../../config/schema.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { after, refusal, waitOf } from '../../domain/refusal.ts';
import type { Announcing, FailedAnnouncement } from '../../domain/report.ts';
import type { Announcement } from '../../domain/sound-address.ts';
import type { Instant, Moment, Percent } from '../../domain/units.ts';
import { elapsed, ms, percent } from '../../domain/units.ts';
import type { AnnounceFault, Player } from '../../players/port.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';

export type AnnouncementsParts = {
  readonly player: Pick<Player, 'announce' | 'volume'>;
  readonly settings: Pick<PlayerConfig, 'announce_volume' | 'announce_duck' | 'announce_longest' | 'announce_largest'>;
  /** The loudest volume allowed now. */
  readonly ceiling: () => Percent;
  readonly changed: () => void;
  readonly clock: Clock;
  readonly today: () => Moment;
  readonly log: Log;
};

/** How many announcements may wait for their turn, besides the one that is heard. */
const MOST_WAITING = 5;
/** When one who was turned away may ask again. */
const SOON = ms(10_000);
/** How long a failure is told. */
const TOLD = ms(10 * 60_000);
const BYTES = 1_000_000;

/** The announcements, one after another, in the order in which they came. Nothing is learnt from them and none is kept. */
export class Announcements {
  readonly #parts: AnnouncementsParts;
  #waiting: readonly Announcement[] = [];
  #wake: () => void = () => undefined;
  #announcing: Announcing | undefined;
  #failed: { readonly since: Instant; readonly what: FailedAnnouncement } | undefined;

  constructor(parts: AnnouncementsParts) {
    this.#parts = parts;
  }

  /** The one whose turn it is. */
  get announcing(): Announcing | undefined {
    return this.#announcing;
  }

  /** The last one, if it was not heard to its end. */
  get failed(): FailedAnnouncement | undefined {
    const { clock } = this.#parts;
    return this.#failed && elapsed(this.#failed.since, clock.now()) < TOLD ? this.#failed.what : undefined;
  }

  /** Why no further announcement is taken now; undefined if one is. */
  get refusal(): Refusal | undefined {
    return this.#waiting.length < MOST_WAITING ? undefined : after(SOON, refusal('announcements_full', { count: MOST_WAITING }));
  }

  /** Puts an announcement at the end of the queue; drops it if that is full. */
  add(announcement: Announcement): void {
    if (this.refusal) return;
    this.#waiting = [...this.#waiting, announcement];
    this.#wake();
  }

  /** Announces what comes until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    while (!signal.aborted) {
      const [next, ...rest] = this.#waiting;
      this.#waiting = rest;
      if (next) await this.#announce(next, signal);
      else await this.#woken();
    }
  }

  #woken(): Promise<void> {
    return new Promise((wake) => {
      this.#wake = wake;
    });
  }

  async #announce({ url, title, duck, volume }: Announcement, signal: AbortSignal): Promise<void> {
    const { ceiling, changed, log, player, settings, today } = this.#parts;
    this.#announcing = { title, since: today() };
    log.info({ title }, 'announcement.began');
    changed();
    const loud = volume ?? Math.max(player.volume, settings.announce_volume);
    const message = {
      ...{ url, volume: percent(Math.min(loud, ceiling())), duck: duck ?? settings.announce_duck },
      ...{ longest: settings.announce_longest, largest: settings.announce_largest * BYTES },
    };
    const outcome = await player.announce(message, signal);
    this.#announcing = undefined;
    this.#ended(title, outcome.ok ? undefined : this.#whyNot(outcome.why));
    changed();
  }

  #ended(title: string, why: Refusal | undefined): void {
    const { clock, log, today } = this.#parts;
    this.#failed = why && { since: clock.now(), what: { title, at: today(), why } };
    if (why) log.warn({ title, why: why.sentence }, 'announcement.failed');
    else log.info({ title }, 'announcement.ended');
  }

  #whyNot(fault: AnnounceFault): Refusal | undefined {
    const { announce_largest: most, announce_longest: longest } = this.#parts.settings;
    switch (fault.kind) {
      case 'unreachable':
        return refusal('announce_unreachable', { host: fault.host });
      case 'own':
        return refusal('address_own', { host: fault.host });
      case 'too-large':
        return refusal('announce_large', { most });
      case 'too-long':
        return refusal('announce_long', waitOf(longest));
      case 'no-sound':
        return refusal('announce_no_sound');
      case 'no-player':
        return refusal('announce_no_player');
      case 'stopped':
        return undefined;
    }
  }
}
