import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../mqtt/setting.ts';
import { Room } from '../players/room.ts';
import { Folder } from '../players/stage.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox } from '../system/box.ts';
import { loudness } from '../system/sound.ts';
import { HomeAssistant, PATIENCE, until } from './home-assistant.ts';
import { install, takesIntegration } from './integration.ts';
import { CLEARING_UP, isBuilt, LONG, rootsFor, SETTING_UP } from './living-room.ts';

/** What is heard in the room when Home Assistant announces something: the built box on a sound server that is recorded. One life. */
const PLAYER = 'media_player.living_room';
const MUSIC = 880;
const WORDS = 330;
const AUDIBLE = -40;
const SILENT = -60;

const roots = rootsFor('an announcement', takesIntegration);

describe.runIf(isBuilt).each(roots)('an announcement of Home Assistant $release', (here) => {
  const folder = new Folder();
  let room: Room;
  let home: HomeAssistant;
  let box: RunningBox;
  /** How loud the music is when nobody speaks, in dB. */
  let full: number;

  const state = async () => (await home.states()).get(PLAYER);
  const attribute = async (name: string) => (await state())?.attributes[name];
  const heard = (hertz: number): Promise<number> => loudness(room.file, hertz, 1);
  const musicIsBack = () => expect.poll(async () => Math.abs((await heard(MUSIC)) - full), PATIENCE).toBeLessThan(2);
  const announce = (media_content_id: string, title: string) =>
    home.call('media_player.play_media', PLAYER, {
      media: { media_content_id, media_content_type: 'music', metadata: {} },
      announce: true,
      extra: { title, volume: 100, duck: 50 },
    });

  beforeAll(async () => {
    room = await Room.open(folder, 'room');
    const port = await freePort();
    const words = folder.tone(WORDS, 8, 'wav');
    mkdirSync(folder.file('music/sad'), { recursive: true });
    copyFileSync(folder.tone(MUSIC, 600), folder.file('music/sad/tone.opus'));
    box = await startBox(folder.path, {
      camera: { source: '/dev/video99' },
      music: { order: ['library'], library: folder.file('music') },
      player: { output: 'pulse', volume: 100, even_loudness: false, fade: '100ms', fetch_from: [`127.0.0.1:${port}`] },
      mqtt: { broker_port: 0, id: 'living-room', name: 'Living room' },
      web: { port: 0 },
      state: { dir: folder.file('state') },
    });
    home = await HomeAssistant.open(here, undefined, {
      port,
      configuration: 'media_source:\n',
      files: (config) => {
        install(config);
        for (const name of ['www', 'media']) {
          mkdirSync(join(config, name), { recursive: true });
          copyFileSync(words, join(config, name, 'words.wav'));
          writeFileSync(join(config, name, 'noise.wav'), 'this is no sound\n'.repeat(500));
        }
      },
    });
    await home.ask('config/core/update', { internal_url: home.url });
    const { flow_id } = await home.beginFlow('moodbox');
    expect(await home.goOn(flow_id, { url: box.url, verify_ssl: true })).toMatchObject({ type: 'create_entry' });
    await home.call('media_player.select_source', PLAYER, { source: 'sad' });
    await until(async () => (await heard(MUSIC)) > AUDIBLE);
  }, SETTING_UP);

  afterAll(async () => {
    await home?.[Symbol.asyncDispose]();
    await box?.[Symbol.asyncDispose]();
    await room?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  }, CLEARING_UP);

  test.each([
    ['an address', '/local/words.wav'],
    ['something of its own media', 'media-source://media_source/local/words.wav'],
  ])('%s is heard over the music, which is lowered and comes back', LONG, async (_, media) => {
    // The music has come up to its volume once two seconds in a row are as loud.
    await expect
      .poll(async () => {
        full = await heard(MUSIC);
        return Math.abs(full - (await loudness(room.file, MUSIC, 3)));
      }, PATIENCE)
      .toBeLessThan(0.5);
    await announce(media, 'Dinner is ready');
    await expect.poll(() => attribute('announcing'), PATIENCE).toBe('Dinner is ready');
    await expect.poll(async () => ((await heard(WORDS)) > AUDIBLE ? full - (await heard(MUSIC)) : 0), PATIENCE).toBeGreaterThan(15);
    expect(await heard(MUSIC)).toBeGreaterThan(SILENT);
    await musicIsBack();
    expect(await heard(WORDS)).toBeLessThan(SILENT);
    await expect.poll(() => attribute('announcing'), PATIENCE).toBeUndefined();
    expect(await attribute('announcement_failed')).toBeUndefined();
    expect((await state())?.state).toBe('playing');
  });

  test.each([
    ['is no sound', '/local/noise.wav', /is no sound/],
    ['is not there', '/local/gone.wav', /could not be fetched/],
  ])('one that %s fails, is told, and leaves the music as it was', LONG, async (_, media, why) => {
    await announce(media, 'Dinner is ready');
    await expect.poll(() => attribute('announcement_failed'), PATIENCE).toEqual(expect.stringMatching(why));
    await musicIsBack();
    expect((await state())?.state).toBe('playing');
  });

  test('in a silent box it is heard, and the box is silent afterwards', LONG, async () => {
    await home.call('media_player.media_stop', PLAYER);
    await expect.poll(() => heard(MUSIC), PATIENCE).toBeLessThan(SILENT);
    await announce('/local/words.wav', 'The door');
    await expect.poll(() => heard(WORDS), PATIENCE).toBeGreaterThan(AUDIBLE);
    await expect.poll(() => heard(WORDS), PATIENCE).toBeLessThan(SILENT);
    expect(await heard(MUSIC)).toBeLessThan(SILENT);
    expect((await state())?.state).toBe('idle');
  });
});
