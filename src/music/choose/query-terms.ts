/** What to add to every search besides the words of the mood. Languages take turns. */
export type QueryTerms = { readonly instrumental: boolean; readonly language: readonly string[] };

const INSTRUMENTAL = 'instrumental';

/**
 * One item of each list (undefined for an empty list). The first list moves on at every turn, each further list when the one before it
 * has been through, so every combination gets its turn. `turn` is any whole number.
 */
export function rotate(lists: readonly (readonly string[])[], turn: number): readonly (string | undefined)[] {
  let rounds = turn;
  return lists.map((list) => {
    if (list.length === 0) return undefined;
    const at = ((rounds % list.length) + list.length) % list.length;
    rounds = Math.floor(rounds / list.length);
    return list[at];
  });
}

/**
 * A search with the words for the hour, for instrumental music and for a language appended: YouTube has no filters for these, only
 * words. A word that the search already has is not repeated, and instrumental music needs no language.
 */
export function withTerms(
  query: string,
  more: { readonly hour?: string | undefined; readonly language?: string | undefined; readonly instrumental: boolean },
): string {
  const isSung = !more.instrumental && !wordsOf(query).includes(INSTRUMENTAL);
  const added = [more.hour, more.instrumental ? INSTRUMENTAL : undefined, isSung ? more.language : undefined];
  return added.reduce<string>((search, words) => withWords(search, words ?? ''), query);
}

function withWords(query: string, words: string): string {
  const present = new Set(wordsOf(query));
  return [query, ...words.split(/\s+/).filter((word) => word !== '' && !present.has(word.toLowerCase()))].join(' ');
}

/** The words of a text in lower case; letters with accents in one piece, since some systems write them in two. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];
