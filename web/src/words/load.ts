import { CATALOGUES } from 'virtual:catalogues';
import { RUNTIME } from './runtime.ts';
import { learn } from './words.ts';

const DEFAULT = 'en';

/** The language of this page, which the server has chosen by a cookie or the browser's own wish. */
export const pageLanguage = (): string => {
  const wanted = document.documentElement.lang;
  return wanted in CATALOGUES ? wanted : DEFAULT;
};

/** Loads the words of an area. `first`: the areas that the first view needs. */
export async function loadWords(area: string): Promise<void> {
  const language = pageLanguage();
  const loaded = await CATALOGUES[language]?.[area]?.();
  if (loaded) learn(loaded.default(RUNTIME), language);
}
