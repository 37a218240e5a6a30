import type { Command } from '../domain/command.ts';
import type { Report } from '../domain/report.ts';

/** How the box is: `ok` when every room that the configuration needs is at work, and one word or sentence a room. */
export type Health = { readonly ok: boolean; readonly rooms: Readonly<Record<string, string>> };

/** What the page needs of the box behind it. All calls return at once. */
export interface Box {
  /** The newest report. */
  report(): Report;
  /** Calls `listener` for each new report until the returned function is called. */
  onReport(listener: (report: Report) => void): () => void;
  /** Takes a command; what comes of it is seen in later reports. */
  command(command: Command): void;
  health(): Health;
}
