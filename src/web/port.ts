import type { CommandOrigin } from '../domain/access.ts';
import type { Command } from '../domain/command.ts';
import type { Report } from '../domain/report.ts';

/** The health of the box. `ok`: every room that the configuration needs is working. `rooms`: a word or a sentence for each. */
export type Health = { readonly ok: boolean; readonly rooms: Readonly<Record<string, string>> };

/** What the page needs of the box behind it. All calls return at once. */
export interface Box {
  /** The newest report. */
  report(): Report;
  /** Calls `listener` for each new report until the returned function is called. */
  onReport(listener: (report: Report) => void): () => void;
  /** Takes a command from somebody who may give it; later reports show its effect. */
  command(command: Command, by: CommandOrigin): void;
  health(): Health;
}
