import { expect, test } from 'vitest';
import { voice } from '../../../src/cli/doctor/voice.ts';
import { loadConfig } from '../../../src/config/load.ts';

const config = loadConfig({ env: { MOODBOX_PLAYER_VOICE: 'de' } });
const machine = (env: NodeJS.ProcessEnv) => ({ env, root: '/', signal: new AbortController().signal });

test('the real voice is there, in the language that is set', async () =>
  expect(await voice(config, machine(process.env))).toEqual({
    status: 'ok',
    finding: expect.stringMatching(/^espeak-ng \d\S*, in the language 'de'$/),
  }));

test('a box that is to speak and has no voice is warned', async () =>
  expect(await voice(config, machine({ PATH: '/nowhere' }))).toMatchObject({
    status: 'warn',
    advice: expect.stringContaining('espeak-ng'),
  }));
