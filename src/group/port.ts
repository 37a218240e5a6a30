import type { Command } from '../domain/command.ts';
import type { Expression, Mood } from '../domain/emotion.ts';
import type { GroupBox, GroupNews, GroupState, PeerView, SharedSettings } from '../domain/group.ts';
import type { Presence } from '../domain/presence.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/units.ts';
import type { RoomReading } from '../mood/reading.ts';
import type { MoodSettings, RoomState } from '../mood/room.ts';

/** What this box contributes: its room, whether it is `blind` (no camera looks), and what people have set. */
export type Own = { readonly room: RoomState; readonly blind: boolean; readonly shared: SharedSettings };

/** What holds for all boxes together, and whether this one plays. `follows`: the settings of the one that plays, if it is another. */
export type Agreed = {
  readonly mood: Mood;
  readonly expression: Expression;
  readonly presence: Presence['kind'];
  readonly reading: RoomReading;
  readonly plays: boolean;
  readonly follows?: SharedSettings;
};

/** A mood that was read in one moment, and the room after it. */
export type Captured = { readonly room: RoomState; readonly mood: Mood };

/** The boxes that share one mood and one music. None of the calls waits for another box. */
export interface Coordinator {
  /** Joins what the boxes see now. Called with every sighting, and at least once a second. */
  agree(own: Own, at: Instant): Agreed;
  /** Makes what is seen now the mood at once (the paper's "capture emotion"). Returns nothing if no face that counts is sure. */
  capture(room: RoomState, at: Instant, settings: MoodSettings): Captured | undefined;
  /** Passes a command on to the box that plays. False if this is that box, or if none can be reached: then it is carried out here. */
  passes(command: Command): boolean;
  /** What a report says about the group; `undefined` for a box on its own. */
  readonly state: GroupState | undefined;
  /** The boxes that are there, this one included, in the order of their ids; empty for a box on its own. */
  readonly boxes: readonly GroupBox[];
  /**
   * Lets another box play from now on. The failure is a sentence that says why that cannot be. Success means that it was asked for: the
   * state shows whether it has happened.
   */
  handOver(to: string): Result<void, Refusal>;
  /** Calls `listener` for each command that another box passes on, until the returned function is called. */
  onCommand(listener: (command: Command) => void): () => void;
  /** Calls `listener` when it is worth calling `agree` again before the next sighting, until the returned function is called. */
  onNews(listener: () => void): () => void;
}

/** The way to the other boxes of a group. Never blocks, never grows: a newer view replaces one that is still waiting. */
export interface GroupLine {
  tell(view: PeerView): void;
  /** Passes a command on to that box. It is lost silently if the broker is away. */
  pass(command: Command, to: string): void;
  /** Asks the box that plays to hand the music over to another. It is lost silently if the broker is away. */
  askToHandOver(to: string, leader: string): void;
  /** Calls `listener` for all that the others send, until the returned function is called. */
  onNews(listener: (news: GroupNews) => void): () => void;
}
