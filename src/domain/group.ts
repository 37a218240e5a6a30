import type { Command } from './command.ts';
import type { EmotionScores, Mood, Override } from './emotion.ts';
import type { Presence } from './presence.ts';
import type { Moment, Percent } from './units.ts';

/** Whether people want the music playing, paused or stopped, whatever the mood. */
export const TRANSPORT_STATES = ['playing', 'paused', 'stopped'] as const;
export type TransportState = (typeof TRANSPORT_STATES)[number];

/** Everything that people have asked for and that holds until they ask for something else. The leader of a group passes it on. */
export type SharedSettings = {
  readonly override: Override;
  /** When the override ends by itself. */
  readonly until?: Moment;
  readonly autoplay: boolean;
  readonly transport: TransportState;
  readonly volume: Percent;
};

/** What one box sees; the scores stand for `faces` faces. `blind`: it sees nothing of the room. `nobody`: it sees nobody there. */
export type SightNews =
  | { readonly kind: 'blind' | 'nobody' }
  | { readonly kind: 'unsure' | 'sure'; readonly faces: number; readonly scores: EmotionScores };

/**
 * A box's role in its group. `joining`: it still listens for others. `ready`: it can play. `plays`: it is the leader; a higher `term` is a
 * later decision on who leads.
 */
export type GroupRole = { readonly kind: 'joining' | 'ready' } | { readonly kind: 'plays'; readonly term: number };

/** What a box of a group tells the others, about once a second. `mood` and `shared` count only from the leader. */
export type PeerView = {
  readonly id: string;
  readonly sight: SightNews;
  /** It has a loudspeaker. */
  readonly sound: boolean;
  readonly role: GroupRole;
  readonly mood: Mood;
  /** Whether somebody is where this box is. */
  readonly presence: Presence['kind'];
  readonly shared: SharedSettings;
  /** Somebody asked this box a moment ago to hand the music over. */
  readonly yields?: HandOver;
};

/** The music goes to that box; the one that hands it over played in this term. A later term makes it void. */
export type HandOver = { readonly to: string; readonly term: number };

/** A box of the group, as the page shows it. `here`: it is this one; `plays`: the music comes from it. */
export type GroupBox = Pick<PeerView, 'id' | 'sight' | 'sound' | 'presence'> & { readonly here: boolean; readonly plays: boolean };

/** A box whose messages do not count, and why: a sentence that says what to do. */
export type RefusedBox = { readonly id: string; readonly why: string };

/** What arrives from the other boxes. `gone`: the broker has lost that box. `refused`: its messages do not count. */
export type GroupNews =
  | { readonly kind: 'view'; readonly view: PeerView }
  | { readonly kind: 'gone'; readonly id: string }
  | ({ readonly kind: 'refused' } & RefusedBox)
  | { readonly kind: 'command'; readonly command: Command }
  /** Another box asks this one, which plays, to hand the music over. */
  | { readonly kind: 'hand-over'; readonly to: string };

/**
 * What a report says about the group: the boxes that are there, in order; the leader, once there is one; the transport state; whether
 * any of the boxes has a camera that is watching; and the boxes that are not believed, absent if there are none.
 */
export type GroupState = {
  readonly name: string;
  readonly members: readonly string[];
  readonly plays?: string;
  readonly will: TransportState;
  readonly sees: boolean;
  readonly refused?: readonly RefusedBox[];
};

/** The highest term. Elections are rare, so it is never reached in practice. */
export const LAST_TERM = 2 ** 40;

/** The most boxes in a group; of more, those count that came first. */
export const MOST_MEMBERS = 16;
