import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadMapping } from '../../../src/music/choose/mapping.ts';
import { OwnWords } from '../../../src/music/choose/own-words.ts';
import { FakeLog } from '../../fakes/log.ts';

const usual = loadMapping('', 'gentle');
const folder = () => mkdtempSync(join(tmpdir(), 'moodbox-words-'));
const open = (file: string, log = new FakeLog()) => OwnWords.open(usual, file, log);

test('words that nobody has changed are those of the mapping', () => {
  const words = open(join(folder(), 'words.json'));
  expect(words.of('sad')).toEqual({ words: usual.sad.queries, usual: usual.sad.queries, changed: false });
  expect(words.mapping).toEqual(usual);
});

test('a change is in force at once and after a restart, for its mood alone', async () => {
  const file = join(folder(), 'words.json');
  const words = open(file);
  expect(await words.change('sad', ['Nina Simone', 'slow blues'])).toMatchObject({ ok: true });
  for (const each of [words, open(file)]) {
    expect(each.of('sad')).toEqual({ words: ['Nina Simone', 'slow blues'], usual: usual.sad.queries, changed: true });
    expect(each.mapping.sad).toEqual({ ...usual.sad, queries: ['Nina Simone', 'slow blues'] });
    expect(each.mapping.happy).toEqual(usual.happy);
  }
});

test('the usual words are no change, whether they are asked for or typed', async () => {
  const file = join(folder(), 'words.json');
  const words = open(file);
  await words.change('sad', ['x']);
  await words.change('sad', undefined);
  expect(words.of('sad').changed).toBe(false);
  await words.change('happy', usual.happy.queries);
  expect(words.of('happy').changed).toBe(false);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({});
});

test('a change that cannot be written is not in force', async () => {
  const file = join(folder(), 'a-file');
  writeFileSync(file, '');
  const words = open(join(file, 'words.json'));
  expect(await words.change('sad', ['x'])).toEqual({ ok: false, why: 'unwritable' });
  expect(words.of('sad').changed).toBe(false);
});

test.each(['{', '{"sad":[]}', '{"sad":[""]}', '{"sad":"x"}', `{"sad":["${'x'.repeat(81)}"]}`])(
  'a file with %s is ignored, and that is logged',
  (text) => {
    const file = join(folder(), 'words.json');
    writeFileSync(file, text);
    chmodSync(file, 0o600);
    const log = new FakeLog();
    expect(open(file, log).mapping).toEqual(usual);
    expect(log.events).toEqual(['words.broken']);
  },
);
