import { LONGEST_SEARCH, MOST_SEARCHES } from '../../../src/domain/music.ts';
import { words } from '../words/words.ts';

const t = words('music');

/** The bounds of the words of a mood, as values for a sentence. */
export const WORD_BOUNDS = { most: MOST_SEARCHES, letters: LONGEST_SEARCH };

/** The searches in a text with one a line; empty lines do not count, and neither does a line that is there already. */
export const linesOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.replace(/\s+/g, ' ').trim())
      .filter((line) => line !== ''),
  ),
];

/** What is wrong with these searches, in a sentence; empty if nothing is. */
export function linesProblem(lines: readonly string[]): string {
  const long = lines.find((line) => line.length > LONGEST_SEARCH);
  if (lines.length === 0) return t('words_empty');
  if (lines.length > MOST_SEARCHES) return t('words_too_many', WORD_BOUNDS);
  return long === undefined ? '' : t('words_too_long', { ...WORD_BOUNDS, words: long.slice(0, 30) });
}
