import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../../src/config/load.ts';
import type { MusicChoice } from '../../../../src/domain/music.ts';
import { ms } from '../../../../src/domain/units.ts';
import { loadMapping } from '../../../../src/music/choose/mapping.ts';
import { openMusic } from '../../../../src/music/open.ts';
import { copiesIn, whichYtDlp } from '../../../../src/music/youtube/update/copies.ts';
import { requestIn } from '../../../../src/music/youtube/update/journal.ts';
import { UpdateTrigger } from '../../../../src/music/youtube/update/update-trigger.ts';
import { FakeClock } from '../../../fakes/clock.ts';
import { FakeLog } from '../../../fakes/log.ts';

const HOUR = 3_600_000;
const wish: MusicChoice = { mood: 'sad', query: 'soft piano', why: 'asked', avoid: [] };
const never = new AbortController().signal;

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'moodbox-asker-'));
});
// What was asked for last may still be written.
afterEach(() => rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 }));

/** Puts a program into use as an update does. */
function inUse(version: string, text: string): void {
  const folder = join(copiesIn(stateDir), version);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'yt-dlp'), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, 'yt-dlp'), 0o755);
  rmSync(join(copiesIn(stateDir), 'current'), { force: true });
  symlinkSync(version, join(copiesIn(stateDir), 'current'));
}

const BROKEN = 'echo "ERROR: Unable to extract data; please update" >&2; exit 1';
const works = (version: string): string =>
  `case "$*" in *--version) echo ${version};; *ytsearch10:*) echo '{"entries":[{"id":"abcdefghijk","title":"x","duration":90}]}';; *) echo '{"title":"x","url":"http://127.0.0.1/x"}';; esac`;

describe('which yt-dlp', () => {
  const music = { ytdlp: 'auto', ytdlp_updates: 'nightly' };
  test("our own copy where there is one, else Debian's", () => {
    expect(whichYtDlp(music, stateDir)).toBe('yt-dlp');
    inUse('2026.11.20', works('2026.11.20'));
    expect(whichYtDlp(music, stateDir)).toBe(join(copiesIn(stateDir), '2026.11.20/yt-dlp'));
  });
  test("Debian's where the link leads nowhere, or to what may not be started", () => {
    inUse('2026.11.20', '');
    chmodSync(join(copiesIn(stateDir), '2026.11.20/yt-dlp'), 0o644);
    expect(whichYtDlp(music, stateDir)).toBe('yt-dlp');
    rmSync(join(copiesIn(stateDir), '2026.11.20'), { recursive: true });
    expect(whichYtDlp(music, stateDir)).toBe('yt-dlp');
  });
  test('the one that is configured, whatever else there is; and with updates off, no copy of ours', () => {
    inUse('2026.11.20', '');
    expect(whichYtDlp({ ...music, ytdlp: '/opt/yt-dlp' }, stateDir)).toBe('/opt/yt-dlp');
    expect(whichYtDlp({ ...music, ytdlp_updates: 'off' }, stateDir)).toBe('yt-dlp');
  });
});

describe('a yt-dlp that stays broken', () => {
  const opened = (env: NodeJS.ProcessEnv = {}) => {
    const { music } = loadConfig({ env, overrides: { 'music.order': ['youtube'] } });
    const [clock, log] = [new FakeClock(), new FakeLog()];
    const source = openMusic(music, { clock, log, stateDir, mapping: loadMapping(music.mapping, music.preset) });
    const asked = (): number => log.events.filter((event) => event === 'ytdlp.update_wanted').length;
    return { clock, log, source, asked };
  };

  test('asks for an update at the third time, in the log and by a file, and every six hours at most', async () => {
    inUse('2026.11.20', BROKEN);
    const { clock, source, asked } = opened();
    for (const expected of [0, 0, 1, 1]) {
      expect(await source.find(wish, never)).toEqual({ ok: false, why: 'broken' });
      expect([asked(), requestIn(copiesIn(stateDir)) !== undefined]).toEqual([expected, expected > 0]);
      await clock.advance(ms(HOUR));
    }
    await clock.advance(ms(6 * HOUR));
    await source.find(wish, never);
    expect(asked()).toBe(2);
  });

  test('is used again at once when a newer one has come, without waiting for the rest to end', async () => {
    inUse('2026.11.20', BROKEN);
    const { log, source } = opened();
    await source.find(wish, never);
    expect(await source.find(wish, never)).toEqual({ ok: false, why: 'broken' });
    inUse('2026.11.21', works('2026.11.21'));
    expect(await source.find(wish, never)).toMatchObject({ ok: true, value: { id: 'abcdefghijk' } });
    expect(log.lines.filter(({ event }) => event === 'ytdlp.version').at(-1)?.fields).toMatchObject({ version: '2026.11.21' });
  });

  test('asks for nothing where the program is not ours to keep', async () => {
    inUse('2026.11.20', BROKEN);
    const own = join(copiesIn(stateDir), 'current/yt-dlp');
    const { clock, source, asked } = opened({ MOODBOX_MUSIC_YTDLP: own });
    for (let i = 0; i < 4; i += 1) {
      expect(await source.find(wish, never)).toEqual({ ok: false, why: 'broken' });
      await clock.advance(ms(HOUR));
    }
    expect([asked(), requestIn(copiesIn(stateDir))]).toEqual([0, undefined]);
  });
});

test('a success in between begins the count anew, and a folder that cannot be written to is said and borne', async () => {
  writeFileSync(join(stateDir, 'file'), '');
  const log = new FakeLog();
  const asker = new UpdateTrigger(join(stateDir, 'file'), { clock: new FakeClock(), log });
  await asker.failed();
  await asker.failed();
  asker.worked();
  await asker.failed();
  await asker.failed();
  expect(log.events).toEqual([]);
  await asker.failed();
  expect(log.events).toEqual(['ytdlp.update_wanted', 'ytdlp.update_wish_unwritable']);
});
