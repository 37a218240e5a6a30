import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { musicAssistant } from '../../../../src/cli/doctor/music/assistant.ts';
import { loadConfig } from '../../../../src/config/load.ts';
import { MusicAssistantStandIn, PLAYER_NAME } from '../../../fixtures/music-assistant.ts';
import { TOKEN, USUAL } from '../../../music-assistant/stage.ts';

const DAY = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'moodbox-doctor-assistant-'));
const file = join(folder, 'token');
let server: MusicAssistantStandIn;
beforeAll(async () => {
  server = await MusicAssistantStandIn.open(USUAL);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function examine(keys: Readonly<Record<string, unknown>> = {}, { token = TOKEN, age = 0 } = {}) {
  writeFileSync(file, token);
  const written = new Date(Date.now() - age);
  utimesSync(file, written, written);
  const usual = {
    'music.order': ['music_assistant', 'loops'],
    'music_assistant.url': server.url,
    'music_assistant.player': PLAYER_NAME,
    'music_assistant.token_file': file,
  };
  const config = loadConfig({ env: {}, overrides: { ...usual, ...keys } });
  const found = await musicAssistant(config, { env: {}, root: '/', signal: AbortSignal.timeout(20_000) });
  expect(JSON.stringify(found)).not.toContain(token);
  return found;
}

test('says what is there, and which playlists are named after moods', async () => {
  expect(await examine()).toEqual({
    status: 'ok',
    finding: `${server.url} and its player are there; playlists of moods: happy, sad`,
  });
});

test('a token that is about to end is a warning, one that is refused a failure', async () => {
  expect(await examine({}, { age: 350 * DAY })).toMatchObject({
    status: 'warn',
    finding: expect.stringMatching(/the token ends in 1[45] days/),
  });
  expect(await examine({}, { token: 'another' })).toMatchObject({
    status: 'fail',
    finding: expect.stringContaining('the token has ended'),
  });
});

test('a player that is not there is a failure that names those that are', async () => {
  const found = await examine({ 'music_assistant.player': 'Kitchen' });
  expect(found).toMatchObject({ status: 'fail', finding: expect.stringContaining(`it has ${PLAYER_NAME}`) });
});

test('a server that is not there is a failure', async () => {
  expect(await examine({ 'music_assistant.url': 'http://127.0.0.1:9' })).toMatchObject({
    status: 'fail',
    finding: expect.stringContaining('cannot be reached'),
  });
});

test('half a configuration is a warning, none is not needed', async () => {
  const none = { 'music_assistant.url': '', 'music_assistant.player': '' };
  expect(await examine(none)).toMatchObject({ status: 'warn', advice: expect.stringContaining('set music_assistant.url') });
  expect(await examine({ 'music.order': ['loops'] })).toMatchObject({ status: 'warn', advice: 'add music_assistant to music.order' });
  expect(await examine({ ...none, 'music.order': ['loops'] })).toMatchObject({ status: 'ok' });
});
