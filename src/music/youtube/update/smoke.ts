import type { NotFound } from '../../../domain/music.ts';
import type { Result } from '../../../domain/result.ts';
import { done, failed } from '../../../domain/result.ts';
import { ms } from '../../../domain/units.ts';
import type { Log } from '../../../shared/log.ts';
import { errorLines } from '../failure.ts';
import { runnerOf } from '../runner.ts';
import { YtDlpSource } from '../source.ts';
import type { Visit } from './download.ts';
import { someBytes } from './download.ts';
import type { Fault } from './fault.ts';

/** A busy Raspberry Pi takes a long time for the first start. */
const START_LIMIT = ms(60_000);
const REQUEST = { mood: 'neutral', query: 'relaxing piano music', why: 'asked', avoid: [] } as const;

/** Failures that say nothing about the program: the network or YouTube does not allow the trial now. */
const UNTRIED: ReadonlySet<NotFound> = new Set(['offline', 'timeout', 'blocked']);

/** How far the trial got: it `plays`, or it only `starts` because YouTube could not be asked. */
export type Tried = 'plays' | 'starts';

/** Asks a yt-dlp program for its version. */
export async function ytdlpVersion(
  program: string,
  { clock, signal }: Omit<Visit, 'limits'>,
  unit?: string,
): Promise<Result<string, Fault>> {
  const ran = await runnerOf(unit)(program, { kind: 'version' }, { limit: START_LIMIT, clock, signal });
  if (ran.kind === 'ended' && ran.code === 0) return done(ran.stdout.trim());
  if (ran.kind === 'stopped' && ran.why === 'abort') return failed({ why: 'stopped', detail: program });
  const detail = ran.kind === 'ended' ? errorLines(ran.stderr) : ran.kind === 'missing' ? String(ran.err) : ran.why;
  return failed({ why: 'will-not-start', detail: `${program}: ${detail}` });
}

/** What a trial needs. With a `unit` the new program runs there, and not among our own files. */
export type UpdateTrial = { readonly visit: Visit; readonly log: Log; readonly unit?: string | undefined };

/** Tries a new program before it is used: its version, a search, a video's address, and the first bytes of its sound. */
export async function smoke(program: string, version: string, { visit, log, unit }: UpdateTrial): Promise<Result<Tried, Fault>> {
  const own = await ytdlpVersion(program, visit, unit);
  if (!own.ok) return own;
  if (own.value !== version) return failed({ why: 'nonsense', detail: `expected ${version}, but it says ${own.value.slice(0, 40)}` });
  await using source = new YtDlpSource({ ytdlp: program, unit }, { clock: visit.clock, log });
  const found = await source.find(REQUEST, visit.signal);
  if (visit.signal.aborted) return failed({ why: 'stopped', detail: program });
  if (!found.ok) return UNTRIED.has(found.why) ? done('starts') : failed({ why: 'finds-nothing', detail: found.why });
  const { url } = found.value;
  if (url === undefined) return failed({ why: 'nonsense', detail: 'it found a video without an address' });
  const heard = await someBytes(url, visit);
  if (heard.ok) return done(heard.value > 0 ? 'plays' : 'starts');
  const { why, detail } = heard.why;
  if (why === 'refused' || why === 'absent') return failed({ why: 'finds-nothing', detail });
  return why === 'stopped' ? heard : done('starts');
}
