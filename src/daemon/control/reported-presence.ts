import type { Presence } from '../../domain/presence.ts';
import type { Moment } from '../../domain/units.ts';
import { moment } from '../../domain/units.ts';
import { quietFor } from '../../mood/presence.ts';
import type { RoomState } from '../../mood/room.ts';
import { presenceIn } from '../../mood/room.ts';
import type { Log } from '../../shared/log.ts';

/** Whether somebody is in this room, and since when. */
export type PresenceSince = Presence & { readonly since: Moment };

export type ReportedPresenceParts = {
  /** The date and the time of day. */
  readonly today: () => Moment;
  readonly log: Log;
};

/** Follows the presence of a room, and dates its changes. */
export class ReportedPresence {
  readonly #parts: ReportedPresenceParts;
  #presence: PresenceSince;

  constructor(parts: ReportedPresenceParts, room: RoomState) {
    this.#parts = parts;
    this.#presence = { ...presenceIn(room), since: parts.today() };
  }

  get current(): PresenceSince {
    return this.#presence;
  }

  /** Takes in the room as it is now. Returns true if it has just become certain that nobody is there, after that was only assumed. */
  follow(room: RoomState): boolean {
    const [before, now] = [this.#presence, presenceIn(room)];
    if (before.kind === now.kind && before.kind !== 'present') return false;
    if (before.kind !== now.kind) this.#parts.log.info({ presence: now }, 'presence.changed');
    this.#presence = { ...now, since: before.kind === now.kind ? before.since : this.#startOf(now, room) };
    return now.kind === 'absent' && before.kind === 'unknown';
  }

  /** Nobody has been there since the last sign of life, which is earlier than the moment at which that was concluded. */
  #startOf({ kind }: Presence, room: RoomState): Moment {
    const quiet = kind === 'absent' ? (quietFor(room.presence) ?? 0) : 0;
    return moment(this.#parts.today() - quiet);
  }
}
