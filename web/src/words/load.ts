import { CATALOGUES } from 'virtual:catalogues';
import { RUNTIME } from './runtime.ts';
import { learn } from './words.ts';

const DEFAULT = 'en';

/** The language of this page, which the server has chosen by a cookie or the browser's own wish. */
export const pageLanguage = (): string => {
  const wanted = document.documentElement.lang;
  return wanted in CATALOGUES ? wanted : DEFAULT;
};

/** Loads the words of the first view. */
export async function loadFirstWords(): Promise<void> {
  const language = await CATALOGUES[pageLanguage()]?.();
  if (language) learn(language.default(RUNTIME), pageLanguage(), navigator.languages);
}

/** Loads the words of another area. */
export async function loadWords(area: string): Promise<void> {
  const language = await CATALOGUES[pageLanguage()]?.();
  const words = await language?.areas[area]?.();
  if (words) learn(words.default(RUNTIME), pageLanguage(), navigator.languages);
}
