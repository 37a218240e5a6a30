import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { music } from '../../../src/cli/doctor/music.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { call } from '../call.ts';

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
    finding: `gentle, from youtube, streams, library, loops; 2 files in ${folder}`,
  });
});

test('a library without music is a warning, one that is not there a failure', async () => {
  expect(await examine({ library: folder })).toMatchObject({ status: 'warn', finding: `there is no music in ${folder}` });
  const missing = join(folder, 'nowhere');
  expect(await examine({ library: missing })).toMatchObject({ status: 'fail', finding: `${missing} is not there (ENOENT)` });
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
