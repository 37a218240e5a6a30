import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { number, object } from 'valibot';
import { describe, expect, test } from 'vitest';
import { JsonFile, readKept } from '../../src/shared/json-file.ts';
import { FakeLog } from '../fakes/log.ts';

const SCHEMA = object({ count: number() });
const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'moodbox-json-file-')), 'count.json');

function read(file: string) {
  const log = new FakeLog();
  const kept = readKept(file, SCHEMA, { log, event: 'count.broken' });
  return { kept, events: log.events };
}

describe('readKept', () => {
  test('gives what was kept, checked', () => {
    const file = newFile();
    writeFileSync(file, '{"count":7,"more":1}\n');
    expect(read(file)).toEqual({ kept: { ok: true, value: { count: 7 } }, events: [] });
  });

  test('a missing file is nothing to log', () => expect(read(newFile())).toEqual({ kept: { ok: false, why: 'missing' }, events: [] }));

  test.each(['', '{', 'null', '{"count":"7"}', `{"count":7,"more":"${'x'.repeat(100_000)}"}`])('a broken one is logged: %.20s', (text) => {
    const file = newFile();
    writeFileSync(file, text);
    expect(read(file)).toEqual({ kept: { ok: false, why: 'broken' }, events: ['count.broken'] });
  });

  test('so is one that cannot be read', () => {
    const folder = newFile();
    mkdirSync(folder);
    expect(read(folder)).toEqual({ kept: { ok: false, why: 'broken' }, events: ['count.broken'] });
  });
});

test('what a JsonFile keeps can be read again', async () => {
  const file = newFile();
  {
    await using kept = new JsonFile(file, new FakeLog());
    for (let count = 0; count <= 100; count += 1) kept.keep({ count });
  }
  expect(read(file).kept).toEqual({ ok: true, value: { count: 100 } });
});
