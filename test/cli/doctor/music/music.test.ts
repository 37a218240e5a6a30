import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { music } from '../../../../src/cli/doctor/music/music.ts';
import { loadConfig } from '../../../../src/config/load.ts';
import { call } from '../../call.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-doctor-music-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const examine = (keys: Readonly<Record<string, unknown>>) => {
  const overrides = Object.fromEntries(Object.entries(keys).map(([key, value]) => [`music.${key}`, value]));
  return music(loadConfig({ env: {}, overrides }), { env: {}, root: '/', signal: AbortSignal.timeout(8000) });
};

test('counts what is in the library, folder by folder', async () => {
  mkdirSync(join(folder, 'happy'));
  for (const name of ['a.mp3', 'happy/b.flac', 'happy/list.m3u', 'cover.jpg']) writeFileSync(join(folder, name), '');
  expect(await examine({ library: folder })).toEqual({
    status: 'ok',
    finding: `gentle, from youtube, streams, library, composed, loops; 2 files in ${folder}`,
  });
});

test('a library without music is a warning, one that is not there a failure', async () => {
  expect(await examine({ library: folder })).toMatchObject({ status: 'warn', finding: `there is no music in ${folder}` });
  const missing = join(folder, 'nowhere');
  expect(await examine({ library: missing })).toMatchObject({ status: 'fail', finding: `${missing} is not there (ENOENT)` });
});

test('says what is left out, what cannot be read and which lines of a playlist match nothing, and what to do', async () => {
  for (const name of ['happy', '@eaDir']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'happy/a.mp3'), '');
  writeFileSync(join(folder, '@eaDir/a.mp3'), '');
  expect(await examine({ library: folder })).toMatchObject({
    status: 'ok',
    finding: expect.stringMatching(/; 1 file in .*; skipped files and folders of the system: 1 \(for example .*@eaDir\)$/),
  });
  writeFileSync(Buffer.from(`${folder}/Caf\xe9.mp3`, 'latin1'), '');
  writeFileSync(join(folder, 'sad.m3u'), 'happy/a.mp3\nD:\\Music\\gone.mp3\nhttp://me:secret@one.example/list.pls\n');
  const found = await examine({ library: folder });
  expect(found).toMatchObject({ status: 'warn', advice: expect.stringContaining('convmv') });
  expect(found.finding).toContain('skipped names that are not valid UTF-8: 1');
  expect(found.finding).toContain('2 of 3 lines of ');
  expect(found.finding).toContain("sad.m3u match nothing, the first of them 'D:\\Music\\gone.mp3'");
  expect(JSON.stringify(found)).not.toContain('secret');
});

test('a mapping with a mistake is a failure that names it, and `moodbox config` refuses it as well', async () => {
  const mapping = join(folder, 'mapping.yaml');
  writeFileSync(mapping, 'presets:\n  gentle:\n    happy: { query: [x] }\n');
  const found = await examine({ mapping });
  expect(found).toMatchObject({ status: 'fail', finding: expect.stringContaining('presets.gentle.happy.query: unknown key') });
  const { status, err } = await call(['config'], { MOODBOX_MUSIC_MAPPING: mapping });
  expect(status).toBe(78);
  expect(err.join('\n')).toContain('presets.gentle.happy.query: unknown key');
});
