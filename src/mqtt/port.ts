import type { Command } from '../domain/command.ts';
import type { GroupNews, View } from '../domain/group.ts';
import type { BrokerState, MoodChange, Report } from '../domain/report.ts';

/** Tells the world over MQTT. Never blocks, never grows: the newest report wins while the broker is away. */
export interface Publisher extends AsyncDisposable {
  readonly state: BrokerState;
  publish(report: Report): void;
  announce(change: MoodChange): void;
  /** Shows a picture for what is being heard, a JPEG, from now on. */
  illustrate(picture: Uint8Array): void;
  /** Calls `listener` for each valid command until the returned function is called. */
  onCommand(listener: (command: Command) => void): () => void;
  /** Calls `listener` whenever `state` changes until the returned function is called. */
  onState(listener: (state: BrokerState) => void): () => void;
}

/** The way to the other boxes of a group. Never blocks, never grows: a newer view takes the place of one that still waits. */
export interface GroupLine {
  tell(view: View): void;
  /** Hands a command to that box; lost without a word where the broker is away. */
  pass(command: Command, to: string): void;
  /** Calls `listener` for everything that the others say, until the returned function is called. */
  onNews(listener: (news: GroupNews) => void): () => void;
}
