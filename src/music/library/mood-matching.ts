import type { Mood } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/emotion.ts';
import type { Mapping } from '../choose/mapping.ts';
import { canonical } from './file-index.ts';
import type { Tags } from './tag-port.ts';

/** Tells which moods a piece of music is for; more than one if the mapping lists the same word for several moods. */
export type MoodMatcher = {
  /**
   * By the name of a folder or playlist, however a system writes it (upper or lower case, composed or not): the mood's own name, or one of
   * its `library` names.
   */
  readonly byName: (name: string) => readonly Mood[];
  /**
   * By the MOOD tag, or by the genre if that tag says nothing known: it must contain one of the names above or one of the mood's `tags`.
   */
  readonly byTags: (tags: Tags) => readonly Mood[];
};

/** Matches music to moods by a mapping. */
export function moodMatcher(mapping: Mapping): MoodMatcher {
  const names = MOODS.map((mood) => ({ mood, names: new Set([mood, ...mapping[mood].library].map(canonical)) }));
  const phrases = MOODS.map((mood) => ({ mood, phrases: [mood, ...mapping[mood].library, ...mapping[mood].tags].map(wordsOf) }));
  const byName = (name: string): readonly Mood[] => {
    const key = canonical(name.trim());
    return names.filter((each) => each.names.has(key)).map(({ mood }) => mood);
  };
  const matching = (values: readonly string[]): readonly Mood[] => {
    const texts = values.map(wordsOf);
    return phrases.filter((each) => each.phrases.some((phrase) => texts.some((words) => words.includes(phrase)))).map(({ mood }) => mood);
  };
  const byTags = ({ moods, genres }: Tags): readonly Mood[] => {
    const fromMood = matching(moods);
    return fromMood.length > 0 ? fromMood : matching(genres);
  };
  return { byName, byTags };
}

/** By the name of somebody's playlist. Whoever has playlists of their own called `happy` or `Sad` calls ours `moodbox happy`. */
export const moodsOfPlaylist = (matcher: MoodMatcher, name: string): readonly Mood[] =>
  matcher.byName(name.replace(/^moodbox[\s:_-]+/i, ''));

/** ` lo fi beats ` for `Lo-Fi Beats`: words between spaces, in lower case without accents, so that `folk` does not match `folklore`. */
const wordsOf = (text: string): string =>
  ` ${text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join(' ')} `;
