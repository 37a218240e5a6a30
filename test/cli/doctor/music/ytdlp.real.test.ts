import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InstalledYtDlp } from '../../../../src/cli/doctor/music/ytdlp.ts';
import { ageDays, atLeast, judged, ytdlp } from '../../../../src/cli/doctor/music/ytdlp.ts';
import { loadConfig } from '../../../../src/config/load.ts';
import { mappingWithOrder } from '../../../fixtures/mapping.ts';

describe('the age of yt-dlp', () => {
  test('is counted from the day that its version names', () => {
    expect(ageDays('2025.04.30', Date.parse('2025-05-10T12:00:00Z'))).toBe(10);
    expect(ageDays('2025.04.30.232843', Date.parse('2025-05-01'))).toBe(1);
  });
  test('is never below nothing, where the clock is wrong', () => expect(ageDays('2025.04.30', Date.parse('1970-01-01'))).toBe(0));
});

describe('a version is enough', () => {
  test.each([
    ['2.3', [2, 3], true],
    ['2.10', [2, 3], true],
    ['3.0', [2, 3], true],
    ['2.2', [2, 3], false],
    ['20.19', [22, 0], false],
    ['2025-04-26', [2023, 12, 9], true],
    ['2021-03-27', [2023, 12, 9], false],
    ['1.0', [1, 0, 31], false],
  ])('%s against %j: %s', (version, least, enough) => expect(atLeast(version, least)).toBe(enough));
});

const DAY = 86_400_000;
const now = Date.parse('2026-11-24T12:00:00Z');
const daysAgo = (days: number): string => new Date(now - days * DAY).toISOString();
const known = (more: Partial<InstalledYtDlp> = {}): InstalledYtDlp => ({
  whose: 'own',
  version: '2026.11.20',
  days: 4,
  runtime: 'qjs 2025-04-26',
  updates: { last: { at: daysAgo(0.5), outcome: 'newest', version: '2026.11.20', succeeded: daysAgo(0.5) }, wanted: undefined },
  ...more,
});
const failedFor = (days: number): InstalledYtDlp['updates'] => ({
  last: { at: daysAgo(0.5), outcome: 'failed', why: 'offline', detail: '', succeeded: daysAgo(days) },
  wanted: undefined,
});

describe('what it means for the music', () => {
  test('fresh, with a runtime, updated lately: fine, and whose copy it is', () =>
    expect(judged(known(), now)).toEqual({
      status: 'ok',
      finding: "yt-dlp 2026.11.20 (moodbox's own copy), 4 days old; last update within a day, with qjs 2025-04-26",
    }));

  test('without a runtime: YouTube may refuse', () =>
    expect(judged(known({ runtime: undefined }), now)).toMatchObject({ status: 'warn', advice: 'sudo apt-get install quickjs' }));

  test("old, and never updated: the advice is to update, whatever the runtime; Debian's is called so", () => {
    const old = known({ whose: 'debian', version: '2025.04.30', days: 573, updates: { last: undefined, wanted: undefined } });
    expect(judged(old, now)).toMatchObject({
      status: 'warn',
      finding: expect.stringMatching(/the machine's own.*573 days old; moodbox has not updated it yet.*too old for YouTube/),
      advice: expect.stringContaining('moodbox-ytdlp'),
    });
  });

  test('old, where moodbox updates nothing: by hand', () =>
    expect(judged(known({ whose: 'yours', days: 200, updates: 'off' }), now)).toMatchObject({
      status: 'warn',
      advice: expect.stringContaining('install.md'),
    }));

  test('an update that failed in the night is told, and no reason to worry; after a week it is, with what to do', () => {
    expect(judged(known({ updates: failedFor(2) }), now)).toMatchObject({
      status: 'ok',
      finding: expect.stringMatching(/failed: the server with the releases cannot be reached; the last one that worked was 2 days ago/),
    });
    expect(judged(known({ updates: failedFor(8) }), now)).toMatchObject({
      status: 'warn',
      advice: expect.stringContaining('internet connection'),
    });
  });

  test('the daemon wants a newer one: a warning', () => {
    const { updates } = known();
    const wanted = updates === 'off' ? updates : { ...updates, wanted: daysAgo(0) };
    expect(judged(known({ updates: wanted }), now)).toMatchObject({ status: 'warn', finding: expect.stringContaining('fails often') });
  });

  test('a moment that is still to come is not believed', () =>
    expect(judged(known({ updates: failedFor(-400) }), now)).toMatchObject({
      status: 'ok',
      finding: expect.stringContaining('clock was wrong'),
    }));
});

test.each([
  ['moodbox keeps it', {}, /the machine's own.*moodbox has not updated it yet/],
  ['updates are off', { MOODBOX_MUSIC_YTDLP_UPDATES: 'off' }, /^((?!not updated).)*$/],
  ['the user chose one', { MOODBOX_MUSIC_YTDLP: 'yt-dlp' }, /as music.ytdlp says/],
])('the real one, looked at where %s', async (_, env, expected) => {
  const config = loadConfig({ env: { ...env, MOODBOX_STATE_DIR: '/nonexistent' } });
  const found = await ytdlp(config, { env: process.env, root: '/', signal: AbortSignal.timeout(60_000) });
  expect(found.finding).toMatch(expected);
});

describe('yt-dlp is needed', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'moodbox-doctor-needed-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const found = (order: string, mapping = '') => {
    const env = { MOODBOX_MUSIC_ORDER: order, MOODBOX_MUSIC_MAPPING: mapping, MOODBOX_STATE_DIR: '/nonexistent' };
    return ytdlp(loadConfig({ env }), { env: process.env, root: '/', signal: AbortSignal.timeout(60_000) });
  };

  test('where one mood alone asks YouTube, by its own order in the mapping', async () => {
    const mapping = mappingWithOrder(join(folder, 'mapping.yaml'), 'happy', ['youtube']);
    expect((await found('library,loops', mapping)).finding).toMatch(/^yt-dlp \d/);
  });

  test('not where no mood asks YouTube', async () =>
    expect(await found('library,loops')).toMatchObject({ status: 'ok', finding: expect.stringMatching(/^not needed/) }));

  test('or not, which a mapping with a mistake does not say: the mistake is told', async () => {
    const mapping = mappingWithOrder(join(folder, 'mapping.yaml'), 'happy', ['spotify']);
    expect(await found('library', mapping)).toMatchObject({
      status: 'fail',
      finding: expect.stringContaining('presets.gentle.happy.order'),
    });
  });
});

test('our own copy is called so, and one that does not answer has a way back', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'moodbox-doctor-ytdlp-'));
  const put = (text: string): void => {
    mkdirSync(join(stateDir, 'ytdlp/2026.11.20'), { recursive: true });
    writeFileSync(join(stateDir, 'ytdlp/2026.11.20/yt-dlp'), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  };
  const look = () =>
    ytdlp(loadConfig({ env: { MOODBOX_STATE_DIR: stateDir } }), { env: process.env, root: '/', signal: AbortSignal.timeout(60_000) });
  try {
    put('echo 2026.11.20');
    symlinkSync('2026.11.20', join(stateDir, 'ytdlp/current'));
    expect(await look()).toMatchObject({ finding: expect.stringMatching(/^yt-dlp 2026.11.20 \(moodbox's own copy\)/) });
    put('exit 1');
    expect(await look()).toMatchObject({ status: 'fail', advice: expect.stringContaining('--rollback') });
  } finally {
    rmSync(stateDir, { recursive: true });
  }
});
