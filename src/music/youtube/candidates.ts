import { custom, fallback, gtValue, looseObject, maxValue, number, optional, pipe, regex, string } from 'valibot';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { fitting, jsonFitting, jsonObject } from '../../shared/json.ts';

/** A search result that may be music for a room: its length is right and it is not live. */
export type Candidate = { readonly id: string; readonly title: string; readonly duration: Ms };

/** A video that can be played now. `url` is the sound itself and expires after hours. */
export type Resolved = { readonly title: string; readonly url: string; readonly duration?: Ms; readonly picture?: string };

/** Whether this is a YouTube video id. */
export const isVideoId = (id: unknown): id is string => typeof id === 'string' && /^[\w-]{11}$/.test(id);

/** The minimum and maximum length of a video that counts as music for a room. */
export type Lengths = { readonly shortest: Ms; readonly longest: Ms };

const LENGTHS: Lengths = { shortest: ms(60_000), longest: ms(3_600_000) };

/**
 * The suitable videos of a flat search (`--flat-playlist -J ytsearch…`), in their order. They are filtered here, because
 * `--match-filters` ignores flat entries. Fails if this is not yt-dlp's output.
 */
export function candidatesOf(json: string, lengths: Lengths = LENGTHS): Result<readonly Candidate[], 'broken'> {
  const output = jsonFitting(jsonObject, json);
  if (!output || !Array.isArray(output.entries)) return failed('broken');
  return done(output.entries.flatMap((entry) => candidate(entry, lengths)));
}

const FLAT = looseObject({ id: custom<string>(isVideoId), title: fallback(optional(string()), undefined), duration: number() });

function candidate(entry: unknown, { shortest, longest }: Lengths): readonly Candidate[] {
  const video = fitting(FLAT, entry);
  if (!video || isLive(video)) return [];
  const { id, title, duration } = video;
  if (duration * 1000 < shortest || duration * 1000 > longest) return [];
  return [{ id, title: title ?? id, duration: ms(duration * 1000) }];
}

const VOICE = /\b(lyrics?|vocals?|acapella|a cappella|songtext|paroles|letras?|testo|feat|ft|official (music )?video)\b/i;
const NO_VOICE = /\b(no|non|without|zero|ohne)[- ](lyrics?|vocals?|words|singing|gesang)\b|\binstrumentals?\b/i;
/** An audience is not background music, and karaoke is made for singing along. */
const CROWD = /\b(live|karaoke|sing[- ]?along)\b/i;
/** How many videos are enough to choose from. */
const ENOUGH = 3;

/** Drops the videos whose titles suggest singing or an audience if enough others are left; otherwise moves them to the end. */
export function unsungFirst(listed: readonly Candidate[]): readonly Candidate[] {
  const unsung = listed.filter(({ title }) => !isSung(title));
  return unsung.length >= ENOUGH ? unsung : [...unsung, ...listed.filter(({ title }) => isSung(title))];
}

const isSung = (title: string): boolean => CROWD.test(title) || (VOICE.test(title) && !NO_VOICE.test(title));

const WEB = pipe(string(), regex(/^https?:\/\//));
/** Longer than anything is, and what a number without end would become. */
const LONGEST_SECONDS = 7 * 24 * 3600;
const SECONDS = pipe(number(), gtValue(0), maxValue(LONGEST_SECONDS));
const PLAYABLE = looseObject({
  title: fallback(optional(string()), undefined),
  url: WEB,
  duration: fallback(optional(SECONDS), undefined),
  thumbnail: fallback(optional(WEB), undefined),
});

/**
 * Reads what `-J -f bestaudio/best` says about one video. Fails if there is nothing to play (`dead`) or if this is not yt-dlp's output
 * (`broken`).
 */
export function resolvedOf(json: string, listed: Candidate): Result<Resolved, 'broken' | 'dead'> {
  const output = jsonFitting(jsonObject, json);
  if (!output) return failed('broken');
  if (isLive(output)) return failed('dead');
  const video = fitting(PLAYABLE, output);
  if (!video) return failed('broken');
  const { title = listed.title, url, duration, thumbnail: picture } = video;
  return done({
    ...{ title, url, duration: duration === undefined ? listed.duration : ms(Math.round(duration * 1000)) },
    ...(picture !== undefined && { picture }),
  });
}

const LIVE: readonly unknown[] = ['is_live', 'is_upcoming', 'post_live'];
const isLive = ({ live_status, is_live }: Readonly<Record<string, unknown>>): boolean => is_live === true || LIVE.includes(live_status);
