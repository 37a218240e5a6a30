import { existsSync, statSync } from 'node:fs';
import type { Config } from '../../config/schema.ts';
import { stateDirOf } from '../../daemon/process/state-dir.ts';
import type { Result } from '../../domain/result.ts';
import { loadMapping } from '../../music/choose/mapping.ts';
import { isYoutubeInUse } from '../../music/choose/source-order.ts';
import { unitOf } from '../../music/youtube/runner.ts';
import { copiesIn, requestsIn } from '../../music/youtube/update/copies.ts';
import { DOWNLOAD_LIMITS } from '../../music/youtube/update/download.ts';
import type { Fault } from '../../music/youtube/update/fault.ts';
import { UPDATE_SENTENCES } from '../../music/youtube/update/fault.ts';
import { newer, originOf } from '../../music/youtube/update/release.ts';
import type { Updated, UpdateWorld } from '../../music/youtube/update/update.ts';
import { compare, rollBack, update } from '../../music/youtube/update/update.ts';
import { RELEASE_KEY } from '../../music/youtube/update/verify.ts';
import { systemClock } from '../../shared/async/clock.ts';
import type { Io, Subcommand } from '../command.ts';
import { configOf, EXIT, parse, UsageError } from '../command.ts';
import { silentLog } from '../doctor/check.ts';

const OPTIONS = { config: { type: 'string' }, check: { type: 'boolean' }, rollback: { type: 'boolean' } } as const;

export const updateYtdlp: Subcommand = {
  usage: `usage: moodbox update-ytdlp [--config FILE] [--check | --rollback]

Fetches the newest yt-dlp from the place that music.ytdlp_updates names, verifies its signature and checksum, tries it, and only then
puts it into use. The previous copy is kept. If anything fails, the copy in use stays in use and the exit status is 1.
  --check     only print the version in use and the newest version
  --rollback  go back to the previous copy, or to Debian's if there is none; a second --rollback undoes this`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    if (values.check && values.rollback) throw new UsageError('--check and --rollback do not go together');
    const { music, state } = configOf(values.config, io.env);
    const stateDir = stateDirOf(state, io.env);
    const notNeeded = values.rollback ? undefined : notNeededIn(music);
    if (notNeeded) return printed(io, notNeeded);
    const wrongOwner = wrongOwnerOf(stateDir);
    if (wrongOwner && !values.check) return complained(io, { why: 'unwritable', detail: wrongOwner });
    const world = worldOf(music, stateDir, io);
    if (values.rollback) return shown(await rollBack(world), io, backTo);
    if (values.check) return shown(await compare(world), io, compared);
    return shown(await update(world), io, updated);
  },
};

/** Why this configuration needs no updates, if it needs none. Throws `ConfigError` for a mapping that is wrong. */
function notNeededIn(music: Config['music']): string | undefined {
  if (music.ytdlp_updates === 'off') return 'nothing to do: music.ytdlp_updates is off';
  if (music.ytdlp !== 'auto') return `nothing to do: music.ytdlp is ${music.ytdlp}, which moodbox leaves alone`;
  if (isYoutubeInUse(music, loadMapping(music.mapping, music.preset))) return undefined;
  return 'nothing to do: no mood asks youtube, neither by music.order nor by its own order in the mapping';
}

/** Run by root, this would leave files that the service's user cannot replace, and would execute a new download as root. */
function wrongOwnerOf(stateDir: string): string | undefined {
  const folder = [copiesIn(stateDir), stateDir].find((each) => existsSync(each));
  if (process.getuid?.() !== 0 || folder === undefined) return undefined;
  return statSync(folder).uid === 0 ? undefined : `${folder} belongs to the service's user, and you are root`;
}

const worldOf = (music: Config['music'], stateDir: string, io: Io): UpdateWorld => ({
  folder: copiesIn(stateDir),
  requests: requestsIn(stateDir),
  unit: unitOf(music),
  origin: originOf(music.ytdlp_updates) ?? { repository: '', signature: 'needed' },
  key: RELEASE_KEY,
  fallbackProgram: 'yt-dlp',
  visit: { limits: DOWNLOAD_LIMITS, clock: systemClock, signal: io.signal },
  log: silentLog,
  today: () => new Date(),
});

function shown<T>(result: Result<T, Fault>, io: Io, lineOf: (value: T) => string): number {
  return result.ok ? printed(io, lineOf(result.value)) : complained(io, result.why);
}

function printed(io: Io, line: string): number {
  io.out(line);
  return EXIT.ok;
}

function complained(io: Io, { why, detail }: Fault): number {
  const { what, advice } = UPDATE_SENTENCES[why];
  io.err(`moodbox update-ytdlp: ${what} (${detail.replace(/\s+/g, ' ')}): ${advice}. Nothing has changed.`);
  return EXIT.failed;
}

const backTo = (version: string | undefined): string => `in use now: ${version === undefined ? "Debian's yt-dlp" : `yt-dlp ${version}`}`;

function compared({ present, latest }: { readonly present: string | undefined; readonly latest: string }): string {
  if (present === undefined) return `no working yt-dlp is in use; the newest is ${latest}: 'moodbox update-ytdlp' fetches it`;
  if (!newer(latest, present)) return `yt-dlp ${present} is in use and is the newest`;
  return `yt-dlp ${present} is in use, and ${latest} is newer: 'moodbox update-ytdlp' fetches it`;
}

function updated(done: Updated): string {
  if (done.kind === 'newest') return `yt-dlp ${done.version} is in use and is the newest`;
  if (done.kind === 'passed')
    return `yt-dlp ${done.version} is the newest, but was not fetched: somebody rolled back from it (another --rollback undoes that)`;
  const tried = done.tried === 'plays' ? 'it finds music and plays it' : 'it starts, but YouTube could not be asked just now';
  const proof = done.signed ? 'signed by its makers' : 'not signed, but its server is trusted';
  return `yt-dlp ${done.version} is in use now${done.before ? `, instead of ${done.before}` : ''}: ${proof}; ${tried}`;
}
