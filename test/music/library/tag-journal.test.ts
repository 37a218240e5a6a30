import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { TagJournal } from '../../../src/music/library/tag-journal.ts';
import { FakeLog } from '../../fakes/log.ts';

let folder: string;
let log: FakeLog;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-journal-'));
  log = new FakeLog();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});
const journal = (): TagJournal => new TagJournal(folder, log);
const kept = (): string => join(folder, 'library-reading.json');

describe('the journal of what is being read', () => {
  test('blames nothing after an ordinary end', () => {
    const before = journal();
    before.begun('/music/a.flac');
    before.ended();
    expect(journal().blames('/music/a.flac')).toBe(false);
    expect(log.events).toEqual([]);
  });

  test('blames what was under way at the last death, says so once, and tries it again at the start after', () => {
    journal().begun('/music/a.flac');
    const next = journal();
    expect([next.blames('/music/a.flac'), next.blames('/music/b.flac'), next.blames('/music/a.flac')]).toEqual([true, false, true]);
    expect(log.events).toEqual(['library.passed_over']);
    expect(existsSync(kept())).toBe(false);
    expect(journal().blames('/music/a.flac')).toBe(false);
  });

  test('blames the file that came last', () => {
    const before = journal();
    before.begun('/music/a.flac');
    before.ended();
    before.begun('/music/b.flac');
    const next = journal();
    expect([next.blames('/music/a.flac'), next.blames('/music/b.flac')]).toEqual([false, true]);
  });

  test.each(['', 'no json', '{}', '{"path":7}', '["/music/a.flac"]', '\u0000'.repeat(50)])(
    'blames nothing where it is damaged: %j',
    (text) => {
      writeFileSync(kept(), text);
      expect(journal().blames('/music/a.flac')).toBe(false);
    },
  );

  test('that cannot be written is said once, and costs nothing else', () => {
    const one = journal();
    rmSync(folder, { recursive: true });
    for (const file of ['/music/a.flac', '/music/b.flac']) one.begun(file);
    one.ended();
    expect(log.events).toEqual(['library.journal_unwritable']);
  });
});
