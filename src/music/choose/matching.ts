import { wordsOf } from './query-terms.ts';

/** A text as it is searched: its words in lower case without accents, a space between them. */
export const foldedText = (text: string): string => wordsOf(text.normalize('NFKD').replace(/\p{M}/gu, '')).join(' ');

/** Whether a text has all of these words, which are folded; the beginning of a word is enough. */
export function hasAllWords(text: string, words: readonly string[]): boolean {
  const searched = ` ${foldedText(text)}`;
  return words.every((word) => searched.includes(` ${word}`));
}
