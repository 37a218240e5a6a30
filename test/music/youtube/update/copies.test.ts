import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Copies } from '../../../../src/music/youtube/update/copies.ts';
import { lastOf, requestIn, writeLast } from '../../../../src/music/youtube/update/journal.ts';

let folder: string;
let copies: Copies;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-copies-'));
  copies = new Copies(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string): void => {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'yt-dlp'), name);
  chmodSync(join(folder, name, 'yt-dlp'), 0o755);
};
const link = (name: string, to: string): void => symlinkSync(to, join(folder, name));
const adopt = async (version: string): Promise<void> => {
  const draft = await copies.draft();
  writeFileSync(copies.programIn(draft), version, { mode: 0o755 });
  await copies.adopt(draft, version);
};
const state = (): object => ({
  current: copies.current,
  previous: copies.previous,
  there: readdirSync(folder)
    .filter((name) => !/^(current|previous)$/.test(name))
    .sort(),
});

describe('wherever an update was killed, the next one goes on', () => {
  test.each<[string, () => void]>([
    ['while it downloaded', () => put('draft-x1')],
    ['when the new one had its name', () => put('2026.11.22')],
    [
      'when the old one was marked as the one before',
      () => {
        put('2026.11.22');
        rmSync(join(folder, 'previous'));
        link('previous', '2026.11.21');
      },
    ],
    [
      'while a link was made',
      () => {
        put('2026.11.22');
        link('link-4711', '2026.11.22');
      },
    ],
  ])('%s', async (_, leave) => {
    put('2026.11.20');
    put('2026.11.21');
    link('current', '2026.11.21');
    link('previous', '2026.11.20');
    leave();
    expect(copies.current).toBe('2026.11.21');
    await copies.sweep();
    expect(copies.current).toBe('2026.11.21');
    await adopt('2026.11.22');
    await copies.sweep();
    expect(state()).toEqual({ current: '2026.11.22', previous: '2026.11.21', there: ['2026.11.21', '2026.11.22'] });
  });
});

describe('links', () => {
  test.each(['/etc', '..', '../2026.11.20', '2026.11.99', 'draft-x1'])('one that leads to %s is none', (target) => {
    put('draft-x1');
    link('current', target);
    expect(copies.current).toBeUndefined();
  });

  test('one that leads nowhere is replaced', async () => {
    link('current', '2026.11.19');
    await adopt('2026.11.20');
    expect(state()).toEqual({ current: '2026.11.20', previous: undefined, there: ['2026.11.20'] });
    expect(readlinkSync(join(folder, 'current'))).toBe('2026.11.20');
  });

  test('sweeping leaves what is not of its making', async () => {
    writeFileSync(join(folder, 'notes.txt'), '');
    await copies.sweep();
    expect(existsSync(join(folder, 'notes.txt'))).toBe(true);
  });
});

describe('the journal', () => {
  const at = '2026-11-24T00:00:00.000Z';
  test('keeps the last attempt', async () => {
    const entry = { at, outcome: 'failed', why: 'offline', detail: 'x', succeeded: at, passed: '2026.11.20' } as const;
    await writeLast(folder, entry);
    expect(lastOf(folder)).toEqual(entry);
  });

  test.each(['', 'null', '[]', '{"at":1}', `{"at":"${at}"}`, `{"at":"soon","outcome":"failed"}`])('%j is none', (text) => {
    writeFileSync(join(folder, 'last.json'), text);
    writeFileSync(join(folder, 'wanted'), text.replace('at', 'since'));
    expect([lastOf(folder), requestIn(folder)]).toEqual([undefined, undefined]);
  });

  test('takes over no word that it does not know', () => {
    writeFileSync(join(folder, 'last.json'), JSON.stringify({ at, outcome: 'failed', why: 'toString', passed: '../x', version: 7 }));
    expect(lastOf(folder)).toEqual({ at, outcome: 'failed' });
  });
});
