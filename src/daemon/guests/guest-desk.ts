import type { GuestState, GuestWord } from '../../domain/sound-guest.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Player } from '../../players/port.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort, raceAbort } from '../../shared/async/linked-abort.ts';
import type { Log } from '../../shared/log.ts';
import type { GuestList, GuestNow, GuestTerms } from './guest-list.ts';
import { guestState, guestsLater, guestsTold, isTaken, NO_GUESTS } from './guest-list.ts';

export type GuestDeskParts = {
  readonly player: Pick<Player, 'playback' | 'onEvent'>;
  readonly terms: GuestTerms;
  /** How long the music takes to fade out. */
  readonly fade: Ms;
  /** Those who were there before a restart, and from then on. */
  readonly kept: GuestKeeping;
  /** Ends what this guest plays, if the owner has named a program for that. */
  readonly dismiss: (name: string) => void;
  /** A guest has come, or has left. */
  readonly happened: (name: string, isThere: boolean) => void;
  readonly changed: () => void;
  readonly now: () => GuestNow;
  readonly clock: Clock;
  readonly log: Log;
};

/** Keeps the guests over a restart. */
export type GuestKeeping = {
  /** Those whose lease is not over. */
  readonly remembered: (now: GuestNow) => GuestList;
  keep(list: GuestList, now: GuestNow): void;
};

/** How long the music may take to be silent besides its fade, and the longest that anybody waits for it. */
const PATIENCE = ms(3000);
const LONGEST_WAIT = ms(8000);

/** Whose loudspeaker it is: moodbox's own, or that of guests with their own music. */
export class GuestDesk {
  readonly #parts: GuestDeskParts;
  #list: GuestList;

  constructor(parts: GuestDeskParts) {
    this.#parts = parts;
    this.#list = parts.kept.remembered(parts.now());
  }

  /** Whether moodbox is to keep silent. */
  get isTaken(): boolean {
    return isTaken(this.#list);
  }

  get state(): GuestState | undefined {
    return guestState(this.#list);
  }

  /** A guest says that it plays, or no longer does. */
  hear(word: GuestWord): void {
    this.#become(guestsTold(this.#list, word, this.#parts.now(), this.#parts.terms));
  }

  /** Called about once a second: leases and the rest end by themselves. */
  tick(): void {
    this.#become(guestsLater(this.#list, this.#parts.now(), this.#parts.terms));
  }

  /** Somebody wants the music of moodbox: nobody waits any more whether the last guest comes back. */
  endRest(): void {
    if (this.#list.left) this.#become(NO_GUESTS);
  }

  /** Ends what the guests play, as far as that is possible. Each of them counts as gone. */
  dismiss(): void {
    for (const { name } of this.#list.guests) this.#parts.dismiss(name);
    this.#become(NO_GUESTS);
  }

  /**
   * Waits until the music is silent and its device free. False if that takes too long, or if the loudspeaker is moodbox's again
   * meanwhile.
   */
  async silent(): Promise<boolean> {
    const { clock, fade, player } = this.#parts;
    using limit = new LinkedAbort();
    limit.abortAfter(ms(Math.min(fade + PATIENCE, LONGEST_WAIT)), clock, () => new Error('the music is not silent yet'));
    let leave = (): void => undefined;
    const isSilent = new Promise<void>((resolve) => {
      const look = (): void => void (player.playback.kind === 'silent' && resolve());
      leave = player.onEvent(look);
      look();
    });
    try {
      await raceAbort(isSilent, limit.signal);
      return this.isTaken;
    } catch (err) {
      if (!limit.signal.aborted) throw err;
      return false;
    } finally {
      leave();
    }
  }

  #become(list: GuestList): void {
    const before = this.#list;
    if (list === before) return;
    this.#list = list;
    const { changed, happened, kept, log, now } = this.#parts;
    const names = ({ guests }: GuestList): readonly string[] => guests.map(({ name }) => name);
    const [were, are] = [names(before), names(list)];
    for (const name of were.filter((each) => !are.includes(each))) {
      log.info({ name }, 'guest.left');
      happened(name, false);
    }
    for (const name of are.filter((each) => !were.includes(each))) {
      log.info({ name }, 'guest.came');
      happened(name, true);
    }
    kept.keep(list, now());
    changed();
  }
}
