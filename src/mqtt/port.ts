import type { Command } from '../domain/command.ts';
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
