import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import { tone } from '../fixtures/tone.ts';
import { Broker, freePort, hasMosquitto } from '../mqtt/setting.ts';
import { serve } from '../players/messages.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox, tempFolder } from '../system/box.ts';
import type { Registered } from './api.ts';
import { familyOf } from './family.ts';
import { HomeAssistant, PATIENCE, until } from './home-assistant.ts';
import { install, takesIntegration } from './integration.ts';
import { CLEARING_UP, isBuilt, LONG, livingRoom, rootsFor, SETTING_UP } from './living-room.ts';
import { rootsHere } from './root.ts';

/** The built box, its integration and MQTT in one real Home Assistant. One life, told in order. */
const PLAYER = 'media_player.living_room';

type Entry = { readonly entry_id: string; readonly domain: string };

const roots = rootsFor('the integration', takesIntegration);
const tooOld = rootsHere().filter((each) => !takesIntegration(each));

test.runIf(tooOld.length > 0).each(tooOld)('Home Assistant $release is told in its log that it is too old', LONG, async (here) => {
  await using home = await HomeAssistant.open(here, undefined, { files: install });
  await expect(home.beginFlow('moodbox')).rejects.toThrow(/404/);
  expect((await home.complaints()).join('\n')).toMatch(/moodbox needs Home Assistant 20\d\d\.\d+ or newer/);
});

describe.runIf(isBuilt && hasMosquitto).each(roots)('the integration in Home Assistant $release', (here) => {
  /** Changed on the way, so each release begins with its own. */
  const pins = { owner: '483920', household: 'sunny kitchen' };
  let broker: Broker;
  let home: HomeAssistant;
  let folder: string;
  let port: number;
  let box: RunningBox;

  const state = async (entity = PLAYER) => (await home.states()).get(entity);
  const becomes = (expected: string, entity = PLAYER) => expect.poll(async () => (await state(entity))?.state, PATIENCE).toBe(expected);
  const attributesBecome = (expected: object) => expect.poll(async () => (await state())?.attributes, PATIENCE).toMatchObject(expected);
  const entries = async (domain: string): Promise<readonly Entry[]> => home.ask<readonly Entry[]>('config_entries/get', { domain });
  const entities = async (): Promise<readonly Registered[]> =>
    (await home.ask<readonly Registered[]>('config/entity_registry/list')).filter(({ platform }) => platform === 'moodbox');
  const devices = () => home.devices();
  const say = async (words: string, language: string): Promise<string> => {
    type Answer = { readonly response: { readonly speech: { readonly plain: { readonly speech: string } } } };
    const answer = await home.ask<Answer>('conversation/process', { text: words, language });
    return answer.response.speech.plain.speech.trim();
  };

  /** What the box may fetch from this machine: one message. */
  let speech: Awaited<ReturnType<typeof serve>>;

  // A named proxy opens the page to others, so that it asks for its PIN here too.
  const startIt = (): Promise<RunningBox> =>
    startBox(
      folder,
      livingRoom(folder, broker, {
        player: { output: `pcm:${join(folder, 'sound.wav')}`, fetch_from: [`127.0.0.1:${speech.port}`] },
        web: { port, proxies: ['127.0.0.9'] },
      }),
    );

  const post = async (path: string, body: object): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const setPins = async (): Promise<void> => {
    const { code } = (await (await fetch(`http://127.0.0.1:${port}/api/access`)).json()) as { code: string };
    expect((await post('/api/access/pins', { ...pins, code })).status).toBe(200);
  };

  const add = async (): Promise<void> => {
    const { flow_id, step_id } = await home.beginFlow('moodbox');
    expect(step_id).toBe('user');
    const asked = await home.goOn(flow_id, { url: `127.0.0.1:${port}`, verify_ssl: true });
    expect(asked).toMatchObject({ type: 'form', step_id: 'pin' });
    expect(await home.goOn(flow_id, { pin: '000000' })).toMatchObject({ type: 'form', errors: { base: 'wrong_pin' } });
    expect(await home.goOn(flow_id, { pin: pins.household })).toMatchObject({ type: 'create_entry' });
  };

  beforeAll(async () => {
    broker = await Broker.open();
    port = await freePort();
    folder = await tempFolder();
    const words = await tone(880, 8);
    speech = await serve((_request, response) => response.writeHead(200, { 'content-type': 'audio/ogg' }).end(words));
    box = await startIt();
    await setPins();
    home = await HomeAssistant.open(here, broker.port, {
      configuration: 'conversation:\n',
      files: install,
    });
    await until(async () => (await devices()).length === 1);
  }, SETTING_UP);

  afterAll(async () => {
    await home?.[Symbol.asyncDispose]();
    await box?.[Symbol.asyncDispose]();
    await broker?.[Symbol.asyncDispose]();
    await speech?.[Symbol.asyncDispose]();
  }, CLEARING_UP);

  test('is added by its flow, with the PIN of the household', LONG, async () => {
    await add();
    await becomes('playing');
    await attributesBecome({ source: 'auto', is_volume_muted: false, media_content_type: 'music' });
  });

  test('sits on the device that MQTT has made, and leaves the sensors to it', async () => {
    const all = await devices();
    expect(all).toHaveLength(1);
    expect(all[0]?.config_entries).toHaveLength(2);
    const own = await entities();
    expect(new Set(own.map(({ device_id }) => device_id))).toEqual(new Set([all[0]?.id]));
    expect(own.filter(({ disabled_by }) => disabled_by === null).map(({ entity_id }) => entity_id)).toEqual([PLAYER]);
  });

  test('its services are obeyed', LONG, async () => {
    await home.call('media_player.media_pause', PLAYER);
    await becomes('paused');
    await home.call('media_player.media_play', PLAYER);
    await becomes('playing');
    await home.call('media_player.volume_set', PLAYER, { volume_level: 0.37 });
    await attributesBecome({ volume_level: 0.37 });
    await home.call('media_player.volume_mute', PLAYER, { is_volume_muted: true });
    await attributesBecome({ volume_level: 0, is_volume_muted: true });
    await home.call('media_player.volume_mute', PLAYER, { is_volume_muted: false });
    await attributesBecome({ volume_level: 0.37, is_volume_muted: false });
    await home.call('moodbox.like', PLAYER);
    await attributesBecome({ liked: true });
    await home.call('moodbox.override', PLAYER, { mood: 'sad', duration: { minutes: 30 } });
    await attributesBecome({ source: 'sad', until: expect.stringMatching(/^\d{4}-/) });
    await home.call('media_player.select_source', PLAYER, { source: 'happy' });
    await attributesBecome({ source: 'happy' });
    await home.call('media_player.media_stop', PLAYER);
    await becomes('idle');
    await home.call('media_player.media_play', PLAYER);
    await becomes('playing');
    await expect(home.call('media_player.select_source', PLAYER, { source: 'joyful' })).rejects.toThrow(/joyful/);
  });

  test('its folders are browsed, and what is in them is played', LONG, async () => {
    type Folder = { readonly children: readonly { readonly title: string; readonly media_content_id: string }[] };
    const browse = (id?: string) =>
      home.ask<Folder>('media_player/browse_media', {
        entity_id: PLAYER,
        ...(id !== undefined && { media_content_id: id, media_content_type: 'music' }),
      });
    expect((await browse()).children.map(({ title }) => title)).toEqual(expect.arrayContaining(['Moods', 'Recently played']));
    const moods = await browse('moodbox://moods');
    expect(moods.children).toHaveLength(EMOTIONS.length + 2);
    for (const each of ['library', 'liked', 'played']) expect((await browse(`moodbox://${each}`)).children).toBeDefined();
    await home.call('media_player.play_media', PLAYER, { media_content_id: 'moodbox://mood/auto', media_content_type: 'music' });
    await attributesBecome({ source: 'auto' });
  });

  test('the cover is shown through Home Assistant', LONG, async () => {
    await expect.poll(async () => (await state())?.attributes.entity_picture, PATIENCE).toEqual(expect.stringContaining('cache='));
    const picture = await home.get(String((await state())?.attributes.entity_picture));
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
  });

  test('a message is announced over the music, and one that is forbidden is refused', LONG, async () => {
    const announce = (media_content_id: string) =>
      home.call('media_player.play_media', PLAYER, {
        media: { media_content_id, media_content_type: 'music', metadata: {} },
        announce: true,
        extra: { title: 'Dinner is ready', volume: 50 },
      });
    await announce(speech.at('tts.ogg'));
    await attributesBecome({ announcing: 'Dinner is ready' });
    await expect.poll(async () => (await state())?.attributes, PATIENCE).not.toHaveProperty('announcing');
    expect(speech.asked).toContain('/tts.ogg');
    expect((await state())?.attributes).not.toHaveProperty('announcement_failed');
    expect((await state())?.state).toBe('playing');
    await expect(announce(`http://127.0.0.1:${broker.port}/tts.ogg`)).rejects.toThrow(/refuses/);
  });

  test('an address is played until something else is wanted', LONG, async () => {
    const address = speech.at('song.ogg');
    await home.call('media_player.play_media', PLAYER, {
      media_content_id: address,
      media_content_type: 'music',
      extra: { title: 'A song' },
    });
    await attributesBecome({ media_title: 'A song' });
    await home.call('media_player.media_next_track', PLAYER);
    await expect.poll(async () => (await state())?.attributes.media_title, PATIENCE).not.toBe('A song');
    await becomes('playing');
  });

  test('what is said to Assist is done, in English and German', LONG, async () => {
    const areas = await home.ask<readonly { readonly area_id: string; readonly name: string }[]>('config/area_registry/list');
    const area = areas.find(({ name }) => name === 'Living Room')?.area_id;
    expect(area).toBeDefined();
    await home.ask('config/device_registry/update', { device_id: (await devices())[0]?.id, area_id: area });
    await say('pause the music in the living room', 'en');
    await becomes('paused');
    await home.call('media_player.media_play', PLAYER);
    await becomes('playing');
    await say('something happy', 'en');
    await attributesBecome({ source: 'happy' });
    expect(await say('what is the mood?', 'en')).toBe('The mood in Living room is happy');
    await say('spiele etwas trauriges', 'de');
    await attributesBecome({ source: 'sad' });
    expect(await say('Wie ist die Stimmung?', 'de')).toBe('Die Stimmung in Living room ist traurig');
    await say('follow the room', 'en');
    await attributesBecome({ source: 'auto' });
  });

  test('diagnostics tell no secret', async () => {
    const [entry] = await entries('moodbox');
    const told = await (await home.get(`/api/diagnostics/config_entry/${entry?.entry_id}`)).text();
    expect(told).toContain('"playback"');
    expect(told).not.toContain(pins.household);
    expect(told).toMatch(/"token": ?"\*\*REDACTED\*\*"/);
  });

  test('a box that is killed is unavailable, and back when it starts', LONG, async () => {
    await box.stop('SIGKILL');
    await becomes('unavailable');
    box = await startIt();
    await becomes('playing');
  });

  test('it is there again when Home Assistant has restarted', LONG, async () => {
    await home.stop();
    await home.start();
    await becomes('playing');
  });

  test('when the PIN has changed, it asks for the new one', LONG, async () => {
    const changed = 'rainy kitchen';
    const answer = await post('/api/access/login', { pin: pins.owner });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    const headers = { 'content-type': 'application/json', cookie };
    const body = JSON.stringify({ household: changed, current: pins.owner });
    expect((await fetch(`http://127.0.0.1:${port}/api/access/pins`, { method: 'POST', headers, body })).status).toBe(200);
    await becomes('unavailable');
    await until(async () => (await home.waitingFlows()).length > 0);
    const flow = (await home.waitingFlows())[0]?.flow_id ?? '';
    expect(await home.goOn(flow, { pin: pins.household })).toMatchObject({ errors: { base: 'wrong_pin' } });
    expect(await home.goOn(flow, { pin: changed })).toMatchObject({ type: 'abort', reason: 'reauth_successful' });
    await becomes('playing');
    pins.household = changed;
  });

  test('removed and added, it has its ids again, and MQTT has kept its entities', LONG, async () => {
    const [entry] = await entries('moodbox');
    await home.removeEntry(entry?.entry_id ?? '');
    await expect.poll(entities, PATIENCE).toEqual([]);
    expect((await devices())[0]?.config_entries).toHaveLength(1);
    expect((await state('sensor.moodbox_living_room_music'))?.state).toBe('playing');
    await add();
    await becomes('playing');
  });

  test('a box whose plug was pulled says no goodbye: it is missed all the same, and back', LONG, async () => {
    const all = [...familyOf(box.pid)];
    const signal = (name: NodeJS.Signals) => {
      for (const pid of all) process.kill(pid, name);
    };
    const since = Date.now();
    signal('SIGSTOP');
    try {
      await becomes('unavailable');
      process.stdout.write(`a box without power was missed after ${Math.round((Date.now() - since) / 1000)} s (${here.release})\n`);
      await becomes('unavailable', 'sensor.moodbox_living_room_music');
    } finally {
      signal('SIGCONT');
    }
    await becomes('playing');
    await becomes('playing', 'sensor.moodbox_living_room_music');
  });

  test('a daemon that hangs behind its page, which goes on, is missed all the same, and back', LONG, async () => {
    const since = Date.now();
    process.kill(box.pid, 'SIGSTOP');
    try {
      await becomes('unavailable');
      process.stdout.write(`a daemon that hangs was missed after ${Math.round((Date.now() - since) / 1000)} s (${here.release})\n`);
      await becomes('unavailable', 'sensor.moodbox_living_room_music');
    } finally {
      process.kill(box.pid, 'SIGCONT');
    }
    await becomes('playing');
    await becomes('playing', 'sensor.moodbox_living_room_music');
  });

  test('a second box, without MQTT and without a PIN, brings mood, people and presence itself', LONG, async () => {
    const mine = await tempFolder();
    const alone = await freePort();
    const changes = { mqtt: { url: 'mqtt://127.0.0.1:1', id: 'kitchen', name: 'Kitchen' }, web: { port: alone } };
    await using kitchen = await startBox(mine, livingRoom(mine, broker, changes));
    const { flow_id } = await home.beginFlow('moodbox');
    expect(await home.goOn(flow_id, { url: kitchen.url, verify_ssl: true })).toMatchObject({ type: 'create_entry' });
    await becomes('playing', 'media_player.kitchen');
    const own = (await entities()).filter(({ disabled_by, entity_id }) => disabled_by === null && entity_id !== PLAYER);
    expect(own.map(({ entity_id }) => entity_id).toSorted()).toEqual([
      'binary_sensor.kitchen_presence',
      'media_player.kitchen',
      'sensor.kitchen_mood',
      'sensor.kitchen_people',
    ]);
    await becomes('on', 'binary_sensor.kitchen_presence');
    await expect.poll(async () => (await state('sensor.kitchen_people'))?.state, PATIENCE).toMatch(/^\d+$/);
    expect((await state())?.state).toBe('playing');
  });

  test('Home Assistant complains of nothing but the box that was killed', async () => {
    const complaints = (await home.complaints()).filter((each) => /moodbox/i.test(each));
    const expected = /Error requesting (Living room|Kitchen) data|We found a custom integration moodbox/;
    expect(complaints.filter((each) => !expected.test(each))).toEqual([]);
  });
});
