import type { AccessLevel, CommandOrigin, Standing } from '../domain/access.ts';
import type { Command } from '../domain/command.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Report } from '../domain/report.ts';
import type { Result } from '../domain/result.ts';
import type { EndpointRoute, PageAnswers } from './api/endpoints.ts';
import type { ReportView } from './report-view.ts';

/** The health of the box. `ok`: every room that the configuration needs is working. `rooms`: a word or a sentence for each. */
export type Health = { readonly ok: boolean; readonly rooms: Readonly<Record<string, string>> };

/** Who gave a command on the page. The page has checked that this level may give it. */
export type PageCaller = { readonly level: AccessLevel; readonly address: string };

/** Who calls an endpoint. The page has checked that this standing may call it. */
export type PageVisitor = { readonly level: Standing; readonly address: string };

/** What an endpoint answers: JSON, or a file. */
export type EndpointAnswer =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly name?: string };

/** What the page needs of the box behind it, in the daemon's own process. All calls return at once. */
export interface Box {
  /** The newest report. */
  report(): Report;
  /** Calls `listener` for each new report until the returned function is called. */
  onReport(listener: (report: Report) => void): () => void;
  /** Takes a command from somebody who may give it; later reports show its effect. */
  command(command: Command, by: CommandOrigin): Result<void, Refusal>;
  health(): Health;
  /** PageAnswers everything else that the page asks: a handler for each endpoint. */
  readonly answers: PageAnswers;
}

/**
 * The box as the web server sees it, from wherever the server runs: only what the network may see, and commands that are checked again at
 * the box. Each call rejects with `BoxSilent` if no answer comes within a few seconds.
 */
export interface BoxClient {
  /** The newest report. */
  report(): Promise<ReportView>;
  /** Waits for the next change after the last one that this returned; the newest wins. Rejects on abort. One call at a time. */
  change(signal: AbortSignal): Promise<ReportView>;
  /** Takes a command, checked or not, from whoever gave it on the page; the answer is the report after it. */
  command(command: unknown, by: PageCaller): Promise<Result<ReportView, Refusal>>;
  health(): Promise<Health>;
  /** Calls an endpoint with an input that may not have been checked. */
  ask(route: EndpointRoute, input: unknown, by: PageVisitor): Promise<Result<EndpointAnswer, Refusal>>;
}

/** The box did not answer the web server. */
export class BoxSilent extends Error {}
