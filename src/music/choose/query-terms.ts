/** What every search asks for besides the words of the mood. Languages take turns. */
export type QueryTerms = { readonly instrumental: boolean; readonly language: readonly string[] };

const INSTRUMENTAL = 'instrumental';

/**
 * One of each list (nothing of an empty one): the first changes with every turn, the next when the one before it has been through, so that every
 * combination has its turn. `turn` is any whole number.
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
 * A search with the words of the hour and of the wording at its end; YouTube knows no filters for these, only words. A word that is there already is not
 * said again, and music without singing is asked for in no language.
 */
export function withTerms(
  query: string,
  more: { readonly hour?: string | undefined; readonly language?: string | undefined; readonly instrumental: boolean },
): string {
  const sung = !more.instrumental && !wordsOf(query).includes(INSTRUMENTAL);
  const wanted = [more.hour, more.instrumental ? INSTRUMENTAL : undefined, sung ? more.language : undefined];
  return wanted.reduce<string>((said, words) => withWords(said, words ?? ''), query);
}

function withWords(query: string, words: string): string {
  const said = new Set(wordsOf(query));
  return [query, ...words.split(/\s+/).filter((word) => word !== '' && !said.has(word.toLowerCase()))].join(' ');
}

/** The words of a text in lower case. */
export const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
