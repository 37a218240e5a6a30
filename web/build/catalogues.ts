import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';
import type { Plugin } from 'vite';

/** The languages of the page. Each has a folder in web/words with one file for each area. */
const LANGUAGES = ['en', 'de', 'fr', 'es'];
/** Areas that share one file, so that they cost one request: what the first view needs, and what is fetched after it. */
const SHARED: Readonly<Record<string, readonly string[]>> = { first: ['moods', 'shell', 'now'], later: ['notices', 'moment', 'camera'] };

/** The types of the package take its default export for one that must be unwrapped; Node has unwrapped it already. */
const Format = MessageFormat as unknown as typeof MessageFormat.default;

const TABLE = 'virtual:catalogues';
const WORDS = 'virtual:words/';

/**
 * Compiles web/words into JavaScript: for each language one file for the first view, one for what follows it, and one for each other area.
 * ICU MessageFormat is read here and nowhere else, so that no parser reaches the browser. All files have the same version in their names:
 * the page knows their addresses without a table of them.
 */
export function catalogues(folder: string): Plugin {
  const modules = compiled(folder);
  const version = createHash('sha256')
    .update(JSON.stringify([...modules]))
    .digest('base64url')
    .slice(0, 8);
  return {
    name: 'catalogues',
    buildStart() {
      for (const name of modules.keys()) {
        const fileName = `assets/words-${name}-${version}.js`;
        this.emitFile({ type: 'chunk', id: `${WORDS}${name}`, fileName, preserveSignature: 'strict' });
      }
    },
    resolveId: (id) => (id === TABLE || id.startsWith(WORDS) ? `\0${id}` : undefined),
    load: (id) => (id === `\0${TABLE}` ? table(version) : modules.get(id.replace(`\0${WORDS}`, ''))),
  };
}

/** The files by their names, such as `de-first` and `de-camera`. */
function compiled(folder: string): ReadonlyMap<string, string> {
  const areas = readdirSync(join(folder, 'en')).map((file) => basename(file, '.json'));
  const alone = areas.filter((area) => !Object.values(SHARED).flat().includes(area));
  const files = [...Object.entries(SHARED), ...alone.map((area) => [area, [area]] as const)];
  const of = (language: string, parts: readonly string[]) => parts.map((area) => join(folder, language, `${area}.json`));
  return new Map(
    LANGUAGES.flatMap((language) => files.map(([name, parts]) => [`${language}-${name}`, compiledWords(language, of(language, parts))])),
  );
}

/** The bundler must leave this import alone: the files are beside this one. */
const table = (version: string): string => `
export const LANGUAGES = ${JSON.stringify(LANGUAGES)};
export const fetchWords = (language, name) => {
  const file = './words-' + language + '-' + name + '-${version}.js';
  return import(/* @vite-ignore */ file);
};`;

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
