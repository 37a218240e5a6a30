import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { composer } from '../../../../src/cli/doctor/music/composer.ts';
import { loadConfig } from '../../../../src/config/load.ts';
import { findTools } from '../../../../src/music/composed/tools.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-doctor-composer-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const examine = (order: readonly string[], path: string, composed = 'pieces') => {
  const config = loadConfig({ env: {}, overrides: { 'music.order': order, 'music.composed': composed, 'state.dir': folder } });
  return composer(config, { env: { PATH: path }, root: '/', signal: AbortSignal.timeout(8000) });
};
const program = (name: string): void => {
  writeFileSync(join(folder, name), '#!/bin/sh\n');
  chmodSync(join(folder, name), 0o755);
};

test('nothing is needed where no mood asks for it', async () =>
  expect(await examine(['loops'], folder)).toEqual({ status: 'ok', finding: 'not needed: no mood asks composed' }));

test('says what is missing, and what plays instead', async () => {
  expect(await examine(['composed', 'loops'], folder)).toEqual({
    status: 'warn',
    finding: "there is no program 'fluidsynth', so moodbox cannot compose and plays its loops instead",
    advice: 'sudo apt-get install fluidsynth musescore-general-soundfont-small',
  });
  expect(await examine(['composed', 'library'], folder)).toMatchObject({
    finding: expect.stringMatching(/plays what comes next in music\.order/),
  });
  expect(await examine(['composed'], folder)).toMatchObject({ finding: expect.stringContaining('stays silent') });
});

test('the tools are found in the folders of the PATH, and the first font that can be read is taken', () => {
  expect(findTools(folder, [])).toBe('fluidsynth');
  program('fluidsynth');
  expect(findTools(folder, [])).toBe('ffmpeg');
  program('ffmpeg');
  expect(findTools(folder, ['/no/such.sf2'])).toBe('font');
  const font = join(folder, 'own.sf2');
  writeFileSync(font, '');
  expect(findTools(folder, ['/no/such.sf2', font])).toEqual({
    fluidsynth: join(folder, 'fluidsynth'),
    ffmpeg: join(folder, 'ffmpeg'),
    font,
  });
});

test('counts the pieces that are ready', async () => {
  if (typeof findTools() === 'string') return;
  mkdirSync(join(folder, 'composed'));
  writeFileSync(join(folder, 'composed', '1-happy-bossa-1-200s.opus'), '');
  writeFileSync(join(folder, 'composed', 'draft-happy-2.opus'), '');
  expect(await examine(['composed'], process.env.PATH ?? '')).toMatchObject({
    status: 'ok',
    finding: expect.stringMatching(/; 1 piece is ready$/),
  });
  expect(await examine(['composed'], process.env.PATH ?? '', 'follow')).toMatchObject({
    finding: expect.stringMatching(/is made while it is heard$/),
  });
});
