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
const CATALOGUE = 'virtual:catalogue/';

/**
 * Compiles web/words into JavaScript: a module for each language and area, loaded when a view wants it, and the table of them all. ICU
 * MessageFormat is read here and nowhere else, so that no parser reaches the browser.
 */
export function catalogues(folder: string): Plugin {
  return {
    name: 'catalogues',
    resolveId: (id) => (id === TABLE || id.startsWith(CATALOGUE) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${TABLE}`) return table(folder);
      if (!id.startsWith(`\0${CATALOGUE}`)) return undefined;
      const [language = '', area = ''] = id.slice(CATALOGUE.length + 1).split('/');
      const files = (area === 'first' ? FIRST : [area]).map((each) => join(folder, language, `${each}.json`));
      for (const file of files) this.addWatchFile(file);
      return compiledWords(language, files);
    },
  };
}

/** `words-de-now` for the chunk of a catalogue; undefined for any other module. */
export function catalogueName(id: string): string | undefined {
  return id.startsWith(`\0${CATALOGUE}`) ? `words-${id.slice(CATALOGUE.length + 1).replace('/', '-')}` : undefined;
}

/** `{ en: { first: () => import(…), camera: () => import(…) }, de: … }` */
function table(folder: string): string {
  const areas = readdirSync(join(folder, 'en')).map((file) => basename(file, '.json'));
  const lazy = ['first', ...areas.filter((area) => !FIRST.includes(area))];
  const entries = LANGUAGES.map((language) => {
    const loads = lazy.map((area) => `${area}: () => import('${CATALOGUE}${language}/${area}')`);
    return `${language}: { ${loads.join(', ')} }`;
  });
  return `export const CATALOGUES = { ${entries.join(', ')} };`;
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
