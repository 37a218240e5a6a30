import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from '../assets.ts';

const FOLDER = join(root, 'dist/page');
const files = (ending: string): readonly string[] =>
  existsSync(FOLDER) ? readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending)) : [];
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

/** Syntax that came after ES2018, which is what Safari 12 and Chrome 69 read. */
const YOUNG = new Set([
  ts.SyntaxKind.QuestionDotToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BigIntLiteral,
  ts.SyntaxKind.PrivateIdentifier,
  ts.SyntaxKind.PropertyDeclaration,
  ts.SyntaxKind.ClassStaticBlockDeclaration,
]);
/** Functions of the language and the browser that came after these two. */
const LATE =
  /\.replaceAll\(|\.at\(|structuredClone|\.hasOwn\(|\.fromEntries\(|\.replaceChildren\(|\.matchAll\(|globalThis|\.allSettled\(|ResizeObserver|\.checkVisibility/;

function youngIn(source: string): readonly string[] {
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    if (YOUNG.has(node.kind)) found.push(node.getText().slice(0, 60));
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile('page.js', source, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS));
  return found;
}

// Needs `npm run build`; without one there is nothing to look at.
describe.skipIf(!existsSync(FOLDER))('the built page', () => {
  it.each(files('.js'))('%s can be read by Safari 12 and Chrome 69', (name) => {
    expect(youngIn(read(name))).toEqual([]);
    expect(LATE.exec(read(name))?.[0]).toBeUndefined();
  });

  it('brings what Preact calls and they do not have', () => {
    // The later half calls it as well, and imports the page's file, which brings it.
    const calling = files('.js').filter((name) => /queueMicrotask/.test(read(name)));
    const [page = '', ...others] = calling.sort((a) => (/\/page-/.test(a) ? -1 : 1));
    expect(read(page)).toMatch(/window\.queueMicrotask=/);
    for (const name of others) expect(read(name)).toContain(`/${page.replace('assets/', '')}`);
  });

  it('would notice what they cannot read', () => {
    expect(youngIn('a?.b; a ?? b; class C { x = 1; #y }')).toEqual(['?.', '??', 'x = 1;', '#y', '#y']);
  });

  it('has a word for browsers that are too old, in the syntax of 2009', () => {
    const source = ts.createSourceFile('old.js', read('old.js'), ts.ScriptTarget.ES5, true, ts.ScriptKind.JS);
    expect(source.getText()).not.toMatch(/=>|\blet\b|\bconst\b|`/);
    expect(source.getText()).toMatch(/too old/);
  });

  it.each(files('.css'))('%s lays out in old browsers too', (name) => {
    const style = read(name);
    expect(style).not.toMatch(/[;{]inset:|:is\(|:where\(|aspect-ratio|@layer|@container|color-mix/);
    // A gap is for grids only: flex boxes have one since Safari 14.1.
    for (const [, rule = ''] of style.matchAll(/\{([^{}]*)\}/g))
      if (/(?:^|;)(?:row-|column-)?gap:/.test(rule)) expect(rule).toMatch(/display:grid/);
    // What compares lengths stands behind a plain value for those who cannot.
    for (const [, property = '', before = ''] of style.matchAll(/([a-z-]+):(?:min|max|clamp)\(/g)) {
      expect([property, before]).toEqual([property, before]);
      expect(style).toMatch(new RegExp(`[;{]${property}:[\\d.]+[a-z%]+[;}]`));
    }
  });
});
