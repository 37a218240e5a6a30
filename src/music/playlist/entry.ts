import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';

/** An entry of a playlist: a file as the playlist names it, or an http(s) address. */
export type PlaylistEntry = {
  readonly target: string;
  readonly title?: string;
  /** What the playlist says about the length; absent if it says that it does not know, as for a radio station. */
  readonly duration?: Ms;
  /** It looks like a comment, but may be a file whose name begins with `#`. */
  readonly isComment?: true;
};

/** Titles are cleaned and cut where a track is made; this only bounds the memory. */
const LONGEST_TITLE = 1000;

/** An entry from what a playlist says of it; `seconds` counts only if it is a length. */
export function playlistEntry(target: string, title: string | undefined, seconds: number): PlaylistEntry {
  const shown = title?.trim().slice(0, LONGEST_TITLE);
  const hasLength = seconds > 0 && Number.isFinite(seconds);
  return { target, ...(shown && { title: shown }), ...(hasLength && { duration: ms(Math.round(seconds * 1000)) }) };
}
