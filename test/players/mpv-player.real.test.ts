import { afterAll, expect, test } from 'vitest';
import { playerContract } from '../contracts/player.ts';
import { Folder, mpvsOf, openMpv, track } from './stage.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());

const tracks = {
  short: track('short', folder.tone(440, 1)),
  long: track('long', folder.tone(880, 60)),
  loop: track('loop', folder.tone(660, 0.5), { endless: true }),
  unplayable: track('unplayable', folder.broken()),
  letItEnd: () => undefined,
};

playerContract('MpvPlayer without sound', async () => ({ player: (await openMpv()).player, ...tracks }));

playerContract('MpvPlayer into a file', async () => ({
  player: (await openMpv({ output: `pcm:${folder.file('out.wav')}` })).player,
  ...tracks,
}));

test('no mpv is left behind', () => expect(mpvsOf()).toEqual([]));
