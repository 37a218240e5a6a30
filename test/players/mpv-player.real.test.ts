import { afterAll, expect, test } from 'vitest';
import { announcementContract } from '../contracts/announcement.ts';
import { playerContract } from '../contracts/player.ts';
import { files, serve } from './messages.ts';
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
const server = await serve(files({ sound: folder.tone(330, 0.5, 'wav'), noise: folder.broken() }));
afterAll(() => server[Symbol.asyncDispose]());
const messages = { sound: server.at('sound'), noSound: server.at('noise'), gone: server.at('gone') };
const fetch_from = ['127.0.0.1'];

playerContract('MpvPlayer without sound', async () => ({ player: (await openMpv()).player, ...tracks }));

playerContract('MpvPlayer into a file', async () => ({
  player: (await openMpv({ output: `pcm:${folder.file('out.wav')}` })).player,
  ...tracks,
}));

announcementContract('MpvPlayer without sound', async () => ({ player: (await openMpv({ fetch_from })).player, ...tracks, messages }));

announcementContract('MpvPlayer into a file', async () => ({
  player: (await openMpv({ output: `pcm:${folder.file('spoken.wav')}`, fetch_from })).player,
  ...{ ...tracks, messages },
}));

test('no mpv is left behind', () => expect(mpvsOf()).toEqual([]));
