import { stateDirOf } from '../../../daemon/process/state-dir.ts';
import { isYoutubeInUse } from '../../../music/choose/source-order.ts';
import { runnerOf, unitOf } from '../../../music/youtube/runner.ts';
import { copiesIn, requestsIn, whichYtDlp } from '../../../music/youtube/update/copies.ts';
import { UPDATE_SENTENCES } from '../../../music/youtube/update/fault.ts';
import type { JournalEntry } from '../../../music/youtube/update/journal.ts';
import { lastOf, requestIn } from '../../../music/youtube/update/journal.ts';
import { systemClock } from '../../../shared/async/clock.ts';
import type { Check, Finding, Machine } from '../check.ts';
import { failing, fine, warning } from '../check.ts';
import type { ProgramAnswer } from '../program.ts';
import { answerFrom, ask, limitOf, unversioned, versionIn } from '../program.ts';
import { checkedMapping } from './mapping.ts';

const DAY_MS = 86_400_000;
/** Every few months YouTube changes something that breaks older releases. */
const STALE_DAYS = 90;
/** The timer runs daily and retries after a failure, so a week without success is more than bad luck. */
const LATE_DAYS = 7;
const UPDATE = 'sudo systemctl start moodbox-ytdlp (or: moodbox update-ytdlp)';
const BY_HAND = "update it: docs/install.md, 'A fresh yt-dlp'";

/** What is known about the program: whose copy it is, its version and age, its JavaScript runtime, and the state of its updates. */
export type InstalledYtDlp = {
  readonly whose: 'own' | 'debian' | 'yours';
  readonly version: string;
  readonly days: number;
  readonly runtime: string | undefined;
  readonly updates: 'off' | Updates;
};
export type Updates = { readonly last: JournalEntry | undefined; readonly wanted: string | undefined };

/** The program that finds music on YouTube: its age, its updates, and the JavaScript runtime that YouTube's player needs. */
export const ytdlp: Check = async ({ music, state }, machine) => {
  const mapping = await checkedMapping(music);
  if (!mapping.ok) return mapping.why;
  if (!isYoutubeInUse(music, mapping.value)) return fine('not needed: no mood asks youtube');
  const stateDir = stateDirOf(state, machine.env);
  const folder = copiesIn(stateDir);
  const program = whichYtDlp(music, stateDir);
  const answer = await askYtDlp(program, unitOf(music), machine);
  if (answer.kind === 'missing') return failing(`there is no program '${program}'`, 'sudo apt-get install yt-dlp, or moodbox update-ytdlp');
  const version = versionIn(answer, /^(\d{4}\.\d{2}\.\d{2}\S*)/m);
  if (!version) return unversioned(program, 'yt-dlp', answer, brokenAdvice(program.startsWith(folder)));
  const whose = music.ytdlp !== 'auto' ? 'yours' : program.startsWith(folder) ? 'own' : 'debian';
  const kept = music.ytdlp === 'auto' && music.ytdlp_updates !== 'off';
  const last = lastOf(folder);
  const updates = kept ? { last, wanted: requestIn(requestsIn(stateDir), last) } : 'off';
  const now = Date.now();
  return judged({ whose, version, days: ageDays(version, now), runtime: await runtimeOf(machine), updates }, now);
};

/** Its version, from where the daemon would run it. */
async function askYtDlp(program: string, unit: string | undefined, machine: Machine): Promise<ProgramAnswer> {
  const run = runnerOf(unit, undefined, machine.env);
  return answerFrom(await run(program, { kind: 'version' }, { limit: limitOf(machine), clock: systemClock, signal: machine.signal }));
}

const brokenAdvice = (own: boolean): string =>
  own ? 'moodbox update-ytdlp --rollback goes back to the previous copy' : 'check music.ytdlp';

const WHOSE = { own: "moodbox's own copy", debian: "the machine's own", yours: 'as music.ytdlp says' } as const;

/** What all of that means for the music; the most pressing problem wins. */
export function judged({ whose, version, days, runtime, updates }: InstalledYtDlp, now: number): Finding {
  const what = `yt-dlp ${version} (${WHOSE[whose]}), ${days} days old`;
  const late = updates !== 'off' && isLate(updates.last, now);
  const advice = updates === 'off' ? BY_HAND : troubleIn(updates)?.advice || UPDATE;
  const state = [what, ...(updates === 'off' ? [] : [updatesLine(updates, now)])].join('; ');
  if (days > STALE_DAYS) return warning(`${state}. It is probably too old for YouTube today, so other music will play`, advice);
  if (!runtime) return warning(`${state}. YouTube may refuse it without a JavaScript runtime`, 'sudo apt-get install quickjs');
  if (updates !== 'off' && updates.wanted) return warning(`${state}. It fails often, or somebody asked for an update`, advice);
  return late ? warning(state, advice) : fine(`${state}, with ${runtime}`);
}

/** The state of the updates, as half a sentence. */
function updatesLine({ last, wanted }: Updates, now: number): string {
  if (!last) return wanted ? 'an update was asked for and has not been tried yet' : 'moodbox has not updated it yet';
  if (last.outcome === 'rolled-back') return `somebody went back to it ${ago(last.at, now)}`;
  if (last.outcome !== 'failed') return `last update ${ago(last.at, now)}`;
  const before = last.succeeded ? `the last one that worked was ${ago(last.succeeded, now)}` : 'none has worked so far';
  return `the last update, ${ago(last.at, now)}, failed: ${last.why ? UPDATE_SENTENCES[last.why].what : 'reason unknown'}; ${before}`;
}

const troubleIn = ({ last }: Updates): { readonly advice: string } | undefined =>
  last?.outcome === 'failed' && last.why ? UPDATE_SENTENCES[last.why] : undefined;

/** One failed night does not matter; a week without success does. Times in the future are ignored: the clock was wrong. */
function isLate(last: JournalEntry | undefined, now: number): boolean {
  if (last?.outcome !== 'failed') return false;
  return last.succeeded === undefined || now - Date.parse(last.succeeded) > LATE_DAYS * DAY_MS;
}

function ago(moment: string, now: number): string {
  const days = Math.floor((now - Date.parse(moment)) / DAY_MS);
  if (days < 0) return 'at a time in the future (the clock was wrong)';
  return days === 0 ? 'within a day' : days === 1 ? 'a day ago' : `${days} days ago`;
}

/** Whole days since the release that the version names. */
export const ageDays = (version: string, now: number): number =>
  Math.max(0, Math.floor((now - Date.parse(version.slice(0, 10).replaceAll('.', '-'))) / DAY_MS));

/** The runtimes that yt-dlp accepts, how each prints its version, and the oldest version accepted (yt-dlp wiki, EJS). */
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

/** Whether a version such as 2.3 or 2025-04-26 is at least `least`. */
export function atLeast(version: string, least: readonly number[]): boolean {
  const parts = version.split(/[-.]/).map(Number);
  const differing = least.findIndex((part, i) => (parts[i] ?? 0) !== part);
  return differing === -1 || (parts[differing] ?? 0) > (least[differing] ?? 0);
}
