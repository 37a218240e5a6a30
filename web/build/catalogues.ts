import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';
import type { Plugin } from 'vite';

/** The languages of the page. Each has a folder in web/words with one file for each area. */
const LANGUAGES = ['en', 'de', 'fr', 'es'];
/** What the first view needs is one file, so that it costs one request. */
const FIRST = ['moods', 'shell', 'now'];

/** The types of the package take its default export for one that must be unwrapped; Node has unwrapped it already. */
const Format = MessageFormat as unknown as typeof MessageFormat.default;

const TABLE = 'virtual:catalogues';
const LANGUAGE = 'virtual:words/';
const CATALOGUE = 'virtual:catalogue/';

/**
 * Compiles web/words into JavaScript: for each language a module with the words of the first view and a table of its other areas, which are
 * loaded when a view wants them. ICU MessageFormat is read here and nowhere else, so that no parser reaches the browser.
 */
export function catalogues(folder: string): Plugin {
  return {
    name: 'catalogues',
    resolveId: (id) => ([TABLE, LANGUAGE, CATALOGUE].some((each) => id.startsWith(each)) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${TABLE}`) return table();
      const [language = '', area = ''] = id.slice(id.indexOf('/') + 1).split('/');
      const watched = (areas: readonly string[]): readonly string[] => {
        const files = areas.map((each) => join(folder, language, `${each}.json`));
        for (const file of files) this.addWatchFile(file);
        return files;
      };
      if (id.startsWith(`\0${LANGUAGE}`)) return `${compiledWords(language, watched(FIRST))}\n${others(folder, language)}`;
      return id.startsWith(`\0${CATALOGUE}`) ? compiledWords(language, watched([area])) : undefined;
    },
  };
}

/** `words-de-first` and `words-de-camera` for the chunks of words; undefined for any other module. */
export function catalogueName(id: string): string | undefined {
  if (id.startsWith(`\0${LANGUAGE}`)) return `words-${id.slice(LANGUAGE.length + 1)}-first`;
  return id.startsWith(`\0${CATALOGUE}`) ? `words-${id.slice(CATALOGUE.length + 1).replace('/', '-')}` : undefined;
}

/** `{ en: () => import(…), de: … }` */
const table = (): string =>
  `export const CATALOGUES = { ${LANGUAGES.map((language) => `${language}: () => import('${LANGUAGE}${language}')`).join(', ')} };`;

/** `{ camera: () => import(…), … }` for the areas that the first view does not need. */
function others(folder: string, language: string): string {
  const areas = readdirSync(join(folder, 'en')).map((file) => basename(file, '.json'));
  const loads = areas.filter((area) => !FIRST.includes(area)).map((area) => `${area}: () => import('${CATALOGUE}${language}/${area}')`);
  return `export const areas = { ${loads.join(', ')} };`;
}

/**
 * Each area is one key, so that areas cannot take each other's words. What the messages call is handed in by the page (`words/load.ts`):
 * were it imported, it would be a file of its own, and one more request.
 */
export function compiledWords(language: string, files: readonly string[]): string {
  const messages = Object.fromEntries(files.map((file) => [basename(file, '.json'), JSON.parse(readFileSync(file, 'utf8'))]));
  const code = compileModule(new Format(language), messages);
  const called = [...code.matchAll(/^import \{ (.*) \} from .*$/gm)].map(([, names]) => names);
  return `export default ({ ${called.join(', ')} }) => (${code.slice(code.indexOf('export default') + 'export default'.length)});`;
}
