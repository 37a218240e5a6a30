import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from '../assets.ts';
import { MusicAssistantStandIn, PLAYER_NAME } from '../fixtures/music-assistant.ts';
import { TOKEN, USUAL } from './stage.ts';

const judge = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'moodbox/music-assistant');
const isHere = existsSync(join(judge, 'ready'));

test.skipIf(isHere)(
  "Music Assistant's own client is not here (test/music-assistant/build-judge brings it): NOTHING was judged by it",
  () => undefined,
);

test.runIf(isHere)("Music Assistant's own client and models take the server of the tests for one", async () => {
  await using server = await MusicAssistantStandIn.open(USUAL);
  const program = join(root, 'test/music-assistant/judge.py');
  const { stdout } = await promisify(execFile)(join(judge, 'bin/python'), [program, server.url, TOKEN], { timeout: 50_000 });
  expect(JSON.parse(stdout)).toEqual({
    ...{ schema: 34, refused: 'AuthenticationFailed', player: PLAYER_NAME, songs: ['morning', 'noon', 'evening'], artists: ['The Suns'] },
    items: ['The Suns - morning', 'The Suns - noon', 'The Suns - evening'],
    playing: ['playing', 'library://track/morning', 'covers/morning.jpg'],
    ...{ empty: 'MediaNotFoundError', afterwards: 'idle', events: ['player_updated', 'queue_updated'] },
  });
});
