import { fetchWords, LANGUAGES } from 'virtual:catalogues';
import { learn } from './words.ts';

const DEFAULT = 'en';

/** The language of this page, which the server has chosen by a cookie or the browser's own wish. */
export const pageLanguage = (): string => {
  const wanted = document.documentElement.lang;
  return LANGUAGES.includes(wanted) ? wanted : DEFAULT;
};

/** Fetches words in the language of the page. `runtime`: what they may call. Rejects if they do not come. */
export async function teach(
  name: string,
  runtime: Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>,
): Promise<void> {
  const [words, called] = await Promise.all([fetchWords(pageLanguage(), name), runtime]);
  learn(words.default(called), pageLanguage(), navigator.languages);
}

/** As `select` of @messageformat/runtime, which is one file with what counts. The words of the first view count nothing. */
const select = (value: string, choices: Readonly<Record<string, string>>): string | undefined => choices[value] ?? choices.other;

/** Loads the words of the first view. */
export const loadFirstWords = (): Promise<void> => teach('first', { select });
