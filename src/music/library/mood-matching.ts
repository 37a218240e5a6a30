import type { Mood } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/emotion.ts';
import type { Mapping } from '../choose/mapping.ts';
import type { Tags } from './tags.ts';

/** Which moods a piece of music is for; more than one where the mapping names the same thing twice. */
export type MoodShelves = {
  /** By the name of a folder or a playlist, in any case: the mood's own name, or one of its `library` names. */
  readonly ofName: (name: string) => readonly Mood[];
  /** By the MOOD tag, and where that says nothing known, by the genre: the names above, or the mood's `tags`, as words of it. */
  readonly ofTags: (tags: Tags) => readonly Mood[];
};

/** The shelves of a mapping. */
export function shelvesOf(mapping: Mapping): MoodShelves {
  const names = MOODS.map((mood) => ({ mood, names: new Set([mood, ...mapping[mood].library].map((name) => name.toLowerCase())) }));
  const phrases = MOODS.map((mood) => ({ mood, phrases: [mood, ...mapping[mood].library, ...mapping[mood].tags].map(wordsOf) }));
  const ofName = (name: string): readonly Mood[] => names.filter((shelf) => shelf.names.has(name.toLowerCase())).map(({ mood }) => mood);
  const saidBy = (values: readonly string[]): readonly Mood[] => {
    const said = values.map(wordsOf);
    return phrases.filter((shelf) => shelf.phrases.some((phrase) => said.some((words) => words.includes(phrase)))).map(({ mood }) => mood);
  };
  const ofTags = ({ moods, genres }: Tags): readonly Mood[] => {
    const byMood = saidBy(moods);
    return byMood.length > 0 ? byMood : saidBy(genres);
  };
  return { ofName, ofTags };
}

/** ` lo fi beats ` of `Lo-Fi Beats`: whole words between spaces, without case and accents, so that `folk` is no part of `folklore`. */
const wordsOf = (text: string): string =>
  ` ${text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join(' ')} `;
