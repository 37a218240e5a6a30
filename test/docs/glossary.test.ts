import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const glossary = readFileSync(`${root}docs/glossary.md`, 'utf8');
const named = [...glossary.matchAll(/`(\w+)`, `(src\/[\w/.-]+\.ts)`/g)].map(([, name = '', file = '']) => ({ name, file }));

describe('the glossary', () => {
  it('names something', () => expect(named.length).toBeGreaterThan(40));

  it.each(named)('finds $name in $file', ({ name, file }) => {
    expect(existsSync(root + file), `there is no ${file}`).toBe(true);
    expect(readFileSync(root + file, 'utf8')).toMatch(new RegExp(`\\b${name}\\b`));
  });
});
