import type { Command } from '../domain/command.ts';
import type { BrokerState, MoodChange, Report } from '../domain/report.ts';

/**
 * Publishes the state of the box over MQTT and takes commands. Never blocks, never grows: while the broker is away only the newest report
 * waits.
 */
export interface Publisher extends AsyncDisposable {
  readonly state: BrokerState;
  publish(report: Report): void;
  announce(change: MoodChange): void;
  /** Shows this picture, a JPEG, for the music from now on. */
  illustrate(picture: Uint8Array): void;
  /** Calls `listener` for each valid command until the returned function is called. */
  onCommand(listener: (command: Command) => void): () => void;
  /** Calls `listener` whenever `state` changes until the returned function is called. */
  onState(listener: (state: BrokerState) => void): () => void;
}
