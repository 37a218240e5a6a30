import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';

/** A video of a search's results that is music for a room by its length, and not live. */
export type Candidate = { readonly id: string; readonly title: string; readonly duration: Ms };

/** A video that can be played now. `url` is the sound itself and expires after hours. */
export type Resolved = { readonly title: string; readonly url: string; readonly duration?: Ms; readonly picture?: string };

/** What YouTube calls its videos. */
export const isVideoId = (id: unknown): id is string => typeof id === 'string' && /^[\w-]{11}$/.test(id);

/** How long a video may be to be music for a room. */
export type Lengths = { readonly shortest: Ms; readonly longest: Ms };

const LENGTHS: Lengths = { shortest: ms(60_000), longest: ms(3_600_000) };

/**
 * The fitting videos of a flat search (`--flat-playlist -J ytsearch…`), in their order. Filtered here, because
 * `--match-filters` does not look at flat entries. The failure: it is not what yt-dlp says.
 */
export function candidatesOf(json: string, lengths: Lengths = LENGTHS): Result<readonly Candidate[], 'broken'> {
  const said = objectOf(json);
  if (!said || !Array.isArray(said.entries)) return failed('broken');
  return done(said.entries.flatMap((entry) => candidate(entry, lengths)));
}

function candidate(entry: unknown, { shortest, longest }: Lengths): readonly Candidate[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { id, title, duration } = entry as Record<string, unknown>;
  if (!isVideoId(id) || isLive(entry as Record<string, unknown>)) return [];
  if (typeof duration !== 'number' || duration * 1000 < shortest || duration * 1000 > longest) return [];
  return [{ id, title: typeof title === 'string' ? title : id, duration: ms(duration * 1000) }];
}

const VOICE = /\b(lyrics?|vocals?|acapella|a cappella|songtext|paroles|letras?|testo|feat|ft|official (music )?video)\b/i;
const NO_VOICE = /\b(no|non|without|zero|ohne)[- ](lyrics?|vocals?|words|singing|gesang)\b|\binstrumentals?\b/i;
/** An audience is no background, and karaoke is there to be sung to. */
const CROWD = /\b(live|karaoke|sing[- ]?along)\b/i;
/** So many are enough to choose from. */
const ENOUGH = 3;

/** Without the videos whose titles promise a voice or a crowd, where enough others are left; else these come last, and none is lost. */
export function unsungFirst(listed: readonly Candidate[]): readonly Candidate[] {
  const unsung = listed.filter(({ title }) => !isSung(title));
  return unsung.length >= ENOUGH ? unsung : [...unsung, ...listed.filter(({ title }) => isSung(title))];
}

const isSung = (title: string): boolean => CROWD.test(title) || (VOICE.test(title) && !NO_VOICE.test(title));

/** What `-J -f bestaudio/best` says of one video. The failure: nothing to play (`dead`), or not what yt-dlp says (`broken`). */
export function resolvedOf(json: string, listed: Candidate): Result<Resolved, 'broken' | 'dead'> {
  const said = objectOf(json);
  if (!said) return failed('broken');
  if (isLive(said)) return failed('dead');
  const { title, url, duration, thumbnail } = said;
  if (typeof url !== 'string' || !/^https?:\/\//.test(url)) return failed('broken');
  return done({
    title: typeof title === 'string' ? title : listed.title,
    url,
    duration: typeof duration === 'number' ? ms(duration * 1000) : listed.duration,
    ...(typeof thumbnail === 'string' && /^https?:\/\//.test(thumbnail) && { picture: thumbnail }),
  });
}

const isLive = ({ live_status, is_live }: Record<string, unknown>): boolean =>
  is_live === true || live_status === 'is_live' || live_status === 'is_upcoming' || live_status === 'post_live';

function objectOf(json: string): Record<string, unknown> | undefined {
  try {
    const said: unknown = JSON.parse(json);
    return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // What is not JSON is told like JSON of the wrong shape.
  }
}
