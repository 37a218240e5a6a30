import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeWholeText } from '../../src/shared/write-atomic.ts';

const folder = mkdtempSync(join(tmpdir(), 'moodbox-whole-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a file is written piece by piece, in a folder that is made, and nothing is left beside it', async () => {
  const path = join(folder, 'new/one.txt');
  await writeWholeText(path, ['a\n', 'é\n']);
  expect(readFileSync(path, 'utf8')).toBe('a\né\n');
  expect([readdirSync(join(folder, 'new')), statSync(path).mode & 0o007]).toEqual([['one.txt'], 0]);
});

test('a write that breaks off leaves what was there', async () => {
  const path = join(folder, 'two.txt');
  await writeWholeText(path, ['old']);
  function* broken(): Generator<string> {
    yield 'new';
    throw new Error('no more');
  }
  await expect(writeWholeText(path, broken())).rejects.toThrow('no more');
  expect(readFileSync(path, 'utf8')).toBe('old');
});

test('a folder that cannot be made is a rejection', () => expect(writeWholeText('/dev/null/x', [])).rejects.toThrow());
