import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compiledWords } from '../../web/build/catalogues.ts';
import { RUNTIME } from '../../web/src/words/runtime.ts';
import { learn } from '../../web/src/words/words.ts';
import { root } from '../assets.ts';

export const LANGUAGES = ['en', 'de', 'fr', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

const FOLDER = join(root, 'web/words');

export const areas = (): readonly string[] => readdirSync(join(FOLDER, 'en')).map((file) => basename(file, '.json'));
export const areasOf = (language: Language): readonly string[] =>
  readdirSync(join(FOLDER, language)).map((file) => basename(file, '.json'));

/** The messages of an area as they are written. */
export const catalogue = (language: Language, area: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(join(FOLDER, language, `${area}.json`), 'utf8'));

/** Fills the page with every word of a language, compiled by the build's own code. */
export async function speak(language: Language): Promise<void> {
  const files = areasOf(language).map((area) => join(FOLDER, language, `${area}.json`));
  const code = `data:text/javascript,${encodeURIComponent(compiledWords(language, files))}`;
  const { default: words } = await import(/* @vite-ignore */ code);
  learn(words(RUNTIME), language);
}
