import { stateDirOf } from '../../daemon/process/state-dir.ts';
import { isYoutubeInUse } from '../../music/choose/source-order.ts';
import { copiesIn, whichYtDlp } from '../../music/youtube/update/copies.ts';
import { UPDATE_SENTENCES } from '../../music/youtube/update/fault.ts';
import type { JournalEntry } from '../../music/youtube/update/journal.ts';
import { lastOf, requestIn } from '../../music/youtube/update/journal.ts';
import type { Check, Finding, Machine } from './check.ts';
import { failing, fine, warning } from './check.ts';
import { checkedMapping } from './mapping.ts';
import { ask, unversioned, versionIn } from './program.ts';

const DAY_MS = 86_400_000;
/** YouTube changes something that breaks older releases every few months. */
const STALE_DAYS = 90;
/** The timer asks daily and tries again after failures: so long without success is no accident. */
const LATE_DAYS = 7;
const UPDATE = 'sudo systemctl start moodbox-ytdlp (or: moodbox update-ytdlp)';
const BY_HAND = "update it: docs/install.md, 'A fresh yt-dlp'";

/** What is known of the program: whose copy, its version and age, its JavaScript runtime, and how updating it goes. */
export type InstalledYtDlp = {
  readonly whose: 'own' | 'debian' | 'yours';
  readonly version: string;
  readonly days: number;
  readonly runtime: string | undefined;
  readonly updates: 'off' | Updates;
};
export type Updates = { readonly last: JournalEntry | undefined; readonly wanted: string | undefined };

/** The program that finds music on YouTube, its age and updates, and the JavaScript runtime that it needs for YouTube's player. */
export const ytdlp: Check = async ({ music, state }, machine) => {
  const mapping = await checkedMapping(music);
  if (!mapping.ok) return mapping.why;
  if (!isYoutubeInUse(music, mapping.value)) return fine('not needed: no mood asks youtube');
  const folder = copiesIn(stateDirOf(state, machine.env));
  const program = whichYtDlp(music, stateDirOf(state, machine.env));
  const said = await ask(program, ['--version'], machine);
  if (said.kind === 'missing') return failing(`there is no program '${program}'`, 'sudo apt-get install yt-dlp, or moodbox update-ytdlp');
  const version = versionIn(said, /^(\d{4}\.\d{2}\.\d{2}\S*)/m);
  if (!version) return unversioned(program, 'yt-dlp', said, brokenAdvice(program.startsWith(folder)));
  const whose = music.ytdlp !== 'auto' ? 'yours' : program.startsWith(folder) ? 'own' : 'debian';
  const kept = music.ytdlp === 'auto' && music.ytdlp_updates !== 'off';
  const updates = kept ? { last: lastOf(folder), wanted: requestIn(folder) } : 'off';
  const now = Date.now();
  return judged({ whose, version, days: ageDays(version, now), runtime: await runtimeOf(machine), updates }, now);
};

const brokenAdvice = (own: boolean): string => (own ? 'moodbox update-ytdlp --rollback takes the one before' : 'check music.ytdlp');

const WHOSE = { own: "moodbox's own copy", debian: "the machine's own", yours: 'as music.ytdlp says' } as const;

/** What it all means for the music, most pressing first. */
export function judged({ whose, version, days, runtime, updates }: InstalledYtDlp, now: number): Finding {
  const what = `yt-dlp ${version} (${WHOSE[whose]}), ${days} days old`;
  const late = updates !== 'off' && isLate(updates.last, now);
  const advice = updates === 'off' ? BY_HAND : troubleIn(updates)?.advice || UPDATE;
  const told = [what, ...(updates === 'off' ? [] : [toldOf(updates, now)])].join('; ');
  if (days > STALE_DAYS) return warning(`${told}. It is too old for YouTube as it is today, so the other music will play`, advice);
  if (!runtime) return warning(`${told}. YouTube may refuse it without a JavaScript runtime`, 'sudo apt-get install quickjs');
  if (updates !== 'off' && updates.wanted) return warning(`${told}. It fails often, or somebody asked for a newer one`, advice);
  return late ? warning(told, advice) : fine(`${told}, with ${runtime}`);
}

/** How updating goes, in half a sentence. */
function toldOf({ last, wanted }: Updates, now: number): string {
  if (!last) return wanted ? 'an update is wanted and was never tried' : 'never updated by moodbox yet';
  if (last.outcome === 'rolled-back') return `somebody went back to it ${ago(last.at, now)}`;
  if (last.outcome !== 'failed') return `last update ${ago(last.at, now)}`;
  const before = last.succeeded ? `the last good one ${ago(last.succeeded, now)}` : 'there was no good one before';
  return `the last update, ${ago(last.at, now)}, failed: ${last.why ? UPDATE_SENTENCES[last.why].what : 'nobody knows why'}; ${before}`;
}

const troubleIn = ({ last }: Updates): { readonly advice: string } | undefined =>
  last?.outcome === 'failed' && last.why ? UPDATE_SENTENCES[last.why] : undefined;

/** A failure of a night is no matter; a week without success is. Moments that are still to come say nothing, the clock was wrong. */
function isLate(last: JournalEntry | undefined, now: number): boolean {
  if (last?.outcome !== 'failed') return false;
  return last.succeeded === undefined || now - Date.parse(last.succeeded) > LATE_DAYS * DAY_MS;
}

function ago(moment: string, now: number): string {
  const days = Math.floor((now - Date.parse(moment)) / DAY_MS);
  if (days < 0) return 'at a time that is still to come (the clock was wrong)';
  return days === 0 ? 'within a day' : days === 1 ? 'a day ago' : `${days} days ago`;
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
