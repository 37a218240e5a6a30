import type { Command } from './command.ts';
import type { EmotionScores, Mood, Override } from './emotion.ts';
import type { Presence } from './presence.ts';
import type { Moment, Percent } from './units.ts';

/** What people want of the music, whatever the mood. */
export const TRANSPORT_STATES = ['playing', 'paused', 'stopped'] as const;
export type TransportState = (typeof TRANSPORT_STATES)[number];

/** All that people have asked for, as it holds until they ask for something else. */
export type SharedSettings = {
  readonly override: Override;
  /** When the override ends by itself. */
  readonly until?: Moment;
  readonly autoplay: boolean;
  readonly will: TransportState;
  readonly volume: Percent;
};

/** What one box sees: `faces` is how many faces the scores speak for. `blind` says nothing about the room, `nobody` that it is empty. */
export type SightNews =
  | { readonly kind: 'blind' | 'nobody' }
  | { readonly kind: 'unsure' | 'sure'; readonly faces: number; readonly scores: EmotionScores };

/**
 * A box's part in who plays. `joining` still listens for others; `ready` would play if it were asked; `plays` has taken it on, and
 * a higher `term` is a later such decision.
 */
export type GroupRole = { readonly kind: 'joining' | 'ready' } | { readonly kind: 'plays'; readonly term: number };

/** What a box of a group tells the others, about once a second. `mood` and `desires` count where it is the one that plays. */
export type PeerView = {
  readonly id: string;
  readonly sight: SightNews;
  /** It has a loudspeaker. */
  readonly sound: boolean;
  readonly role: GroupRole;
  readonly mood: Mood;
  /** Whether somebody is where this box is. */
  readonly presence: Presence['kind'];
  readonly desires: SharedSettings;
};

/** What comes in from the other boxes. `gone`: the broker has lost that box. */
export type GroupNews =
  | { readonly kind: 'view'; readonly view: PeerView }
  | { readonly kind: 'gone'; readonly id: string }
  | { readonly kind: 'command'; readonly command: Command };

/**
 * What the world may know of a group: its boxes that are there, in order, the one that plays, once that is settled, what people
 * want of its music, and whether any of the boxes has a camera that looks.
 */
export type GroupState = {
  readonly name: string;
  readonly members: readonly string[];
  readonly plays?: string;
  readonly will: TransportState;
  readonly sees: boolean;
};

/** The highest term: a decision on who plays is rare, and this lasts for ever. */
export const LAST_TERM = 2 ** 40;

/** More boxes than any room needs; those with the lowest ids count. */
export const MOST_MEMBERS = 16;
