import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { accessFile } from '../../../src/web/access/store.ts';
import { call } from '../call.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'moodbox-say-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

const NOTHING = { status: 0, out: [], err: [] };

test('a silent box says why, and by itself nothing at all', async () => {
  const env = { MOODBOX_STATE_DIR: folder() };
  expect(await call(['say-address'], env)).toEqual({ status: 1, out: [], err: [expect.stringContaining('player.voice: off')] });
  expect(await call(['say-address', '--first'], env)).toEqual(NOTHING);
});

test('what people know, since they have set a PIN, is not said again, and nobody waits for a network', async () => {
  const dir = folder();
  const owner = { salt: 'c2FsdA==', hash: 'aGFzaA==', cost: 2 };
  writeFileSync(accessFile(dir), JSON.stringify({ owner, sessions: [] }));
  expect(await call(['say-address', '--first'], { MOODBOX_STATE_DIR: dir, MOODBOX_PLAYER_VOICE: 'en' })).toEqual(NOTHING);
});

test('without a loudspeaker nothing has failed: the report on the card says the same', async () => {
  const dir = folder();
  writeFileSync(accessFile(dir), JSON.stringify({ setup: '12345678', sessions: [] }));
  const env = { MOODBOX_STATE_DIR: dir, MOODBOX_PLAYER_VOICE: 'en', MOODBOX_PLAYER_OUTPUT: 'pcm:/nowhere/sound.wav' };
  // Also on a machine without a network, which then says the code alone.
  expect(await call(['say-address', '--first', '--wait', '1'], env)).toEqual({
    status: 0,
    out: [],
    err: [expect.stringContaining('say-address')],
  });
});
