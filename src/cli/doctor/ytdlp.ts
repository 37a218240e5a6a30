import type { Check, Finding, Machine } from './check.ts';
import { failing, fine, warning } from './check.ts';
import { ask, versionIn } from './program.ts';

const DAY_MS = 86_400_000;
/** YouTube changes something that breaks older releases every few months. */
const STALE_DAYS = 90;
const UPDATE = "update it: docs/install.md, 'A fresh yt-dlp'";

/** The program that finds music on YouTube, its age, and the JavaScript runtime that it needs for YouTube's player. */
export const ytdlp: Check = async ({ music }, machine) => {
  if (!music.order.includes('youtube')) return fine('not needed: youtube is not in music.order');
  const said = await ask(music.ytdlp, ['--version'], machine);
  if (said.kind === 'missing') return failing(`there is no program '${music.ytdlp}'`, 'sudo apt-get install yt-dlp, or set music.ytdlp');
  const version = versionIn(said, /^(\d{4}\.\d{2}\.\d{2}\S*)/m);
  if (!version) return failing(`'${music.ytdlp}' does not answer as yt-dlp does`, 'check music.ytdlp');
  return judged(version, ageDays(version, Date.now()), await runtimeOf(machine));
};

/** What age and runtime mean for the music. */
export function judged(version: string, days: number, runtime: string | undefined): Finding {
  const what = `yt-dlp ${version}, ${days} days old`;
  if (days > STALE_DAYS) return warning(`${what}: too old for YouTube as it is today, so the other music will play`, UPDATE);
  if (!runtime) return warning(`${what}, but YouTube may refuse it without a JavaScript runtime`, 'sudo apt-get install quickjs');
  return fine(`${what}, with ${runtime}`);
}

/** Whole days since the release that the version names. */
export const ageDays = (version: string, now: number): number =>
  Math.max(0, Math.floor((now - Date.parse(version.slice(0, 10).replaceAll('.', '-'))) / DAY_MS));

/** The runtimes that yt-dlp accepts, how each tells its version, and the least one (yt-dlp wiki, EJS). */
const RUNTIMES = [
  { program: 'deno', args: ['--version'], pattern: /deno (\d+\.\d+)/, least: [2, 3] },
  { program: 'node', args: ['--version'], pattern: /v(\d+\.\d+)/, least: [22, 0] },
  { program: 'bun', args: ['--version'], pattern: /^(\d+\.\d+\.\d+)/m, least: [1, 0, 31] },
  { program: 'qjs', args: ['--help'], pattern: /QuickJS(?:-ng)? version (\d+[-.]\d+[-.]\d+)/, least: [2023, 12, 9] },
] as const;

async function runtimeOf(machine: Machine): Promise<string | undefined> {
  const found = await Promise.all(
    RUNTIMES.map(async ({ program, args, pattern, least }) => {
      const version = versionIn(await ask(program, args, machine), pattern);
      return version && atLeast(version, least) ? `${program} ${version}` : undefined;
    }),
  );
  return found.find((each) => each !== undefined);
}

/** Whether a version such as 2.3 or 2025-04-26 is not below `least`. */
export function atLeast(version: string, least: readonly number[]): boolean {
  const parts = version.split(/[-.]/).map(Number);
  const differing = least.findIndex((part, i) => (parts[i] ?? 0) !== part);
  return differing === -1 || (parts[differing] ?? 0) > (least[differing] ?? 0);
}
