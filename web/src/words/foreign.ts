import { fetchWords, LANGUAGES } from 'virtual:catalogues';
import type { AreaName, Key } from './areas.ts';
import { RUNTIME } from './runtime.ts';
import type { Say } from './words.ts';

/** The words of an area in another language than the page's; undefined if they cannot be loaded. */
export async function wordsIn<A extends AreaName>(area: A, language: string): Promise<Say<A> | undefined> {
  if (!LANGUAGES.includes(language)) return undefined;
  const loaded = await fetchWords(language, area).catch(() => undefined);
  const messages = loaded?.default(RUNTIME)[area];
  return messages && ((key: Key<A>, values = {}) => messages[key as string]?.(values) ?? '');
}
