import type { Ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Ran } from '../../shared/process/run.ts';

/**
 * What moodbox asks of yt-dlp; its command line is made of nothing else. `runtimes`: whether this release wants to be told of JavaScript
 * runtimes (see `JS_RUNTIMES_SINCE`).
 */
export type YtDlpRequest =
  | { readonly kind: 'version' }
  | { readonly kind: 'search'; readonly words: string; readonly runtimes: boolean }
  | { readonly kind: 'resolve'; readonly id: string; readonly runtimes: boolean };

/** From this release on, yt-dlp needs a JavaScript runtime for YouTube, and accepts others than deno only if told to. */
const JS_RUNTIMES_SINCE = '2025.11.12';
const JS_RUNTIMES = ['--js-runtimes', 'node', '--js-runtimes', 'quickjs'];
/** The user's own yt-dlp configuration could do anything, so it is ignored. A server that hangs must not use up the whole limit. */
const COMMON = ['--ignore-config', '--no-warnings', '--no-progress', '--no-playlist', '--socket-timeout', '10', '--retries', '1'];

/** Whether a release wants to be told of JavaScript runtimes. */
export const wantsRuntimes = (version: string): boolean => version.slice(0, JS_RUNTIMES_SINCE.length) >= JS_RUNTIMES_SINCE;

/** The command line of a request. */
export function argumentsOf(request: YtDlpRequest): readonly string[] {
  if (request.kind === 'version') return ['--ignore-config', '--version'];
  const common = [...COMMON, ...(request.runtimes ? JS_RUNTIMES : [])];
  if (request.kind === 'search') return [...common, '--flat-playlist', '-J', '--', `ytsearch10:${request.words.replace(/\p{Cc}/gu, ' ')}`];
  return [...common, '-J', '-f', 'bestaudio/best', '--', `https://www.youtube.com/watch?v=${request.id}`];
}

/** When a run must be over, and a signal that ends it sooner. */
export type RunLimits = { readonly limit: Ms; readonly clock: Clock; readonly signal: AbortSignal };

/** Runs the yt-dlp at that path for one request. Never rejects for what the system does. */
export type RunYtDlp = (program: string, request: YtDlpRequest, by: RunLimits) => Promise<Ran>;
