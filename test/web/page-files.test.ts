import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstWords, PageFiles } from '../../src/web/page-files.ts';

describe('the built page', () => {
  let folder: string;

  const build = (release: string): void => {
    rmSync(join(folder, 'assets'), { recursive: true, force: true });
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, `assets/page-${release}.js`), '');
    writeFileSync(join(folder, `assets/words-de-first-${release}.js`), '');
    writeFileSync(join(folder, 'index.html'), `<script src="./assets/page-${release}.js"></script>`);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'moodbox-page-'));
    build('one');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const seen = (page: PageFiles) => ({
    template: page.now.template,
    words: firstWords(page.now, 'de'),
    names: [...page.now.names].filter((name) => name.startsWith('assets/')).toSorted(),
  });
  const release = (name: string) => ({
    template: `<script src="./assets/page-${name}.js"></script>`,
    words: `./assets/words-de-first-${name}.js`,
    names: [`assets/page-${name}.js`, `assets/words-de-first-${name}.js`],
  });

  it('is that of a package that was unpacked over this one, from the next question on', () => {
    const page = new PageFiles(folder);
    expect(seen(page)).toEqual(release('one'));
    build('three');
    expect(seen(page)).toEqual(release('three'));
  });

  it('stays what it was while it is being replaced, and knows a file that comes after the page itself', () => {
    const page = new PageFiles(folder);
    rmSync(join(folder, 'index.html'));
    expect(page.now.template).toBe(release('one').template);
    build('two');
    expect(page.now.names.has('assets/late.js')).toBe(false);
    writeFileSync(join(folder, 'assets/late.js'), '');
    expect(page.now.names.has('assets/late.js')).toBe(true);
  });

  it('has words for the languages that were built, and cannot be opened before it is built', () => {
    expect(firstWords(new PageFiles(folder).now, 'es')).toBeUndefined();
    rmSync(join(folder, 'index.html'));
    expect(() => new PageFiles(folder)).toThrow(/index\.html/);
  });
});
