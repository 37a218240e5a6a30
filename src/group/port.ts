import type { Command } from '../domain/command.ts';
import type { Expression, Mood } from '../domain/emotion.ts';
import type { GroupNews, GroupState, PeerView, SharedSettings } from '../domain/group.ts';
import type { Presence } from '../domain/presence.ts';
import type { Instant } from '../domain/units.ts';
import type { RoomReading } from '../mood/reading.ts';
import type { MoodSettings, RoomState } from '../mood/room.ts';

/** What this box has to say: its room, whether its cameras look at all, and what people asked of it. */
export type Own = { readonly room: RoomState; readonly blind: boolean; readonly desires: SharedSettings };

/** What holds for all boxes together, and whether this one is to be heard. `follows`: what people asked of the one that plays. */
export type Agreed = {
  readonly mood: Mood;
  readonly expression: Expression;
  readonly presence: Presence['kind'];
  readonly reading: RoomReading;
  readonly plays: boolean;
  readonly follows?: SharedSettings;
};

/** A mood that was read in one moment, and the room that it holds in. */
export type Captured = { readonly room: RoomState; readonly mood: Mood };

/** The boxes that share one mood and one music. None of the calls waits for another box. */
export interface Coordinator {
  /** What the boxes make of it together, now. Called with every sighting, and once a second at the least. */
  agree(own: Own, at: Instant): Agreed;
  /** What is seen now for the mood, at once, with the room to go on with (the paper's "capture emotion"); nothing where no face that counts is sure. */
  capture(room: RoomState, at: Instant, manners: MoodSettings): Captured | undefined;
  /** Hands a command to the box that plays; false where that is this one, or nobody can be asked: then it is carried out here. */
  passes(command: Command): boolean;
  /** What a report tells of it; `undefined` for a box on its own. */
  readonly state: GroupState | undefined;
  /** Calls `listener` for each command that another box hands over, until the returned function is called. */
  onCommand(listener: (command: Command) => void): () => void;
  /** Calls `listener` when it may pay to `agree` anew before the next sighting, until the returned function is called. */
  onNews(listener: () => void): () => void;
}
/** The way to the other boxes of a group. Never blocks, never grows: a newer view takes the place of one that still waits. */

export interface GroupLine {
  tell(view: PeerView): void;
  /** Hands a command to that box; lost without a word where the broker is away. */
  pass(command: Command, to: string): void;
  /** Calls `listener` for everything that the others say, until the returned function is called. */
  onNews(listener: (news: GroupNews) => void): () => void;
}
