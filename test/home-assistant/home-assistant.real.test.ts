import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readHardware } from '../../src/daemon/process/hardware.ts';
import { MOODS } from '../../src/domain/emotion.ts';
import { ENTITIES } from '../../src/mqtt/home-assistant/entities.ts';
import { root } from '../assets.ts';
import { Broker, Ear, hasMosquitto, say, told } from '../mqtt/setting.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox, tempFolder } from '../system/box.ts';
import { HomeAssistant, PATIENCE, until } from './home-assistant.ts';
import { CLEARING_UP, isBuilt, KEYS, LONG, livingRoom, rootsFor, SETTING_UP } from './living-room.ts';

/** The built box and a real Home Assistant on one broker. One life, told in order. */
/** What the release before announced, under the same id. */
const BEFORE = readFileSync(join(root, 'test/home-assistant/before.json'), 'utf8');
const BASE = 'moodbox/living-room';
/** What the box said before the update, and never says in this test. */
const FORMER_STATES = [
  ['availability', 'online'],
  ['mood/availability', 'online'],
  ['mood', 'disgust'],
] as const;
const CONFIG = 'homeassistant/device/moodbox_living-room/config';
/** The first changes of expression, face and people are told at once; everything else is news by itself. */
const ROWS_IN_TWO_MINUTES = 25;

const roots = rootsFor('the built box');

describe.runIf(isBuilt && hasMosquitto).each(roots)('in Home Assistant $release', (here) => {
  let broker: Broker;
  let ear: Ear;
  let home: HomeAssistant;
  let folder: string;
  let box: RunningBox;
  /** Entity ids as Home Assistant has them, by the key of the entity. */
  let ids: Readonly<Record<string, string>>;
  /** The entity ids from before the update. */
  let former: Readonly<Record<string, string>>;

  const idsNow = () => home.idsOf('living-room');
  const state = async (key: string) => (await home.states()).get(ids[key] ?? '')?.state;
  const attributes = async (key: string) => (await home.states()).get(ids[key] ?? '')?.attributes ?? {};
  const press = (key: string) => home.call('button.press', ids[key] ?? '');
  const becomes = (key: string, expected: string) => expect.poll(() => state(key), PATIENCE).toBe(expected);

  const startIt = async (): Promise<RunningBox> => startBox(folder, livingRoom(folder, broker));

  beforeAll(async () => {
    broker = await Broker.open();
    ear = await Ear.open(broker.port);
    await say(broker.port, CONFIG, BEFORE, ['-r']);
    home = await HomeAssistant.open(here, broker.port);
    const count = Object.keys(JSON.parse(BEFORE).cmps).length;
    await until(async () => (await home.registered()).length === count);
    former = await idsNow();
    for (const [topic, payload] of FORMER_STATES) await say(broker.port, `${BASE}/${topic}`, payload, ['-r']);
    await until(async () => (await home.states()).get(former.mood ?? '')?.state === 'disgust');
    folder = await tempFolder();
    box = await startIt();
    ids = await home.entitiesOf('living-room', ...KEYS);
  }, SETTING_UP);

  afterAll(async () => {
    await box?.[Symbol.asyncDispose]();
    await home?.[Symbol.asyncDispose]();
    await ear?.[Symbol.asyncDispose]();
    await broker?.[Symbol.asyncDispose]();
  }, CLEARING_UP);

  test('an update leaves each entity its id, and none is left behind', LONG, async () => {
    // This box has neither a live picture nor yt-dlp, and the machine perhaps no thermometer.
    const optional = ['live_picture', 'ytdlp', 'temperature'];
    expect(Object.entries(former).filter(([key, id]) => ids[key] !== id && !optional.includes(key))).toEqual([]);
    await expect
      .poll(async () => [...(await home.states()).values()].filter(({ attributes: { restored } }) => restored === true), PATIENCE)
      .toEqual([]);
  });

  test('an update keeps the history', LONG, async () => {
    await expect.poll(() => state('mood'), PATIENCE).toSatisfy((mood) => MOODS.some((each) => each === mood && mood !== 'disgust'));
    type Past = Readonly<Record<string, readonly { readonly s: string }[]>>;
    const question = { start_time: new Date(Date.now() - 3_600_000).toISOString(), entity_ids: [ids.mood], minimal_response: true };
    const past = await home.ask<Past>('history/history_during_period', question);
    const told = past[ids.mood ?? '']?.map(({ s }) => s) ?? [];
    expect(told).toContain('disgust');
    expect(told.at(-1)).not.toBe('disgust');
  });

  test('entities that most people do not use are off, unless they were on before', async () => {
    const off = (await home.registered()).filter(({ disabled_by }) => disabled_by !== null).map(({ unique_id }) => unique_id);
    const hidden = Object.entries(ENTITIES).flatMap(([key, entity]) => ('isHidden' in entity && !(key in former) ? [key] : []));
    expect(hidden).toContain('unsure');
    expect(off.toSorted()).toEqual(hidden.map((key) => `moodbox_living-room_${key}`).toSorted());
  });

  test('the device is named, and joined with what else is known of this machine', async () => {
    const [device] = await home.devices();
    expect(device).toMatchObject({ name: 'Living room', manufacturer: 'moodbox', model_id: process.arch });
    expect(device?.connections).toEqual(readHardware().macs.map((mac) => ['mac', mac]));
  });

  test('every entity says something; only what has not happened yet is unknown', LONG, async () => {
    await expect.poll(() => state('mood'), PATIENCE).toSatisfy((mood) => MOODS.some((each) => each === mood));
    await expect.poll(() => state('music'), PATIENCE).toBe('playing');
    const mute = async () => {
      const all = await home.states();
      const own = Object.entries(ids).flatMap(([key, id]) => [[key, all.get(id)] as const]);
      const silent = own.filter(([, each]) => each !== undefined && ['unknown', 'unavailable'].includes(each.state));
      // An endless track has no position, and nobody is a guest.
      return silent.map(([key]) => key).filter((key) => !['position', 'guest'].includes(key) && !/^(button|event)\./.test(ids[key] ?? ''));
    };
    await expect.poll(mute, PATIENCE).toEqual([]);
  });

  test('commands are obeyed and answered, and a wrong one is refused', LONG, async () => {
    await home.call('select.select_option', ids.override ?? '', { option: 'sad' });
    await becomes('mood', 'sad');
    await becomes('override', 'sad');
    await expect.poll(() => attributes('mood_changed'), PATIENCE).toMatchObject({ event_type: 'sad', to: 'sad' });
    await expect(home.call('select.select_option', ids.override ?? '', { option: 'joyful' })).rejects.toThrow();
    await home.call('number.set_value', ids.volume ?? '', { value: 41 });
    await becomes('volume', '41');
    await press('pause');
    await becomes('music', 'paused');
    await press('play');
    await becomes('music', 'playing');
    await home.call('switch.turn_off', ids.autoplay ?? '');
    await becomes('autoplay', 'off');
    await home.call('switch.turn_on', ids.autoplay ?? '');
    await becomes('autoplay', 'on');
    await press('like');
    await expect.poll(() => attributes('now_playing'), PATIENCE).toMatchObject({ liked: true });
    await press('stop');
    await becomes('music', 'silent');
    await press('play');
    await becomes('music', 'playing');
  });

  test('a next without another piece is answered', LONG, async () => {
    await press('next');
    await expect.poll(() => attributes('now_playing'), PATIENCE).toMatchObject({ only_piece: true });
    await home.call('select.select_option', ids.override ?? '', { option: 'auto' });
    await becomes('override', 'auto');
  });

  test('with the camera off nothing is claimed of who is there', LONG, async () => {
    await home.call('switch.turn_off', ids.camera ?? '');
    await becomes('mood', 'unavailable');
    for (const key of ['expression', 'face', 'people']) await becomes(key, 'unavailable');
    await becomes('presence', 'unknown');
    await becomes('camera_problem', 'off');
    await home.call('switch.turn_on', ids.camera ?? '');
    await expect.poll(() => state('people'), PATIENCE).toMatch(/^\d+$/);
  });

  test('a score that somebody enables is a number or unknown', LONG, async () => {
    await home.ask('config/entity_registry/update', { entity_id: ids.score_happy, disabled_by: null });
    await expect.poll(() => state('score_happy'), PATIENCE).toMatch(/^(\d+|unknown)$/);
    await expect.poll(() => state('score_happy'), PATIENCE).toMatch(/^\d+$/);
    // Its rows are not those of a box as it comes.
    await home.ask('config/entity_registry/update', { entity_id: ids.score_happy, disabled_by: 'user' });
  });

  test('when Home Assistant starts, it is sent what the broker has lost, and no picture again', LONG, async () => {
    await told(ear, `${BASE}/autoplay`, 'ON');
    await home.stop();
    await say(broker.port, `${BASE}/autoplay`, '', ['-r']);
    const covers = ear.on(`${BASE}/cover`).length;
    await home.start();
    await expect.poll(() => ear.last(`${BASE}/autoplay`), PATIENCE).toBe('ON');
    await becomes('autoplay', 'on');
    await expect.poll(() => state('cover'), PATIENCE).toMatch(/^\d{4}-/);
    // A picture of another track may come, and the same one may not.
    const since = ear.on(`${BASE}/cover`).slice(covers - 1);
    expect(since.filter((picture, at) => picture === since[at - 1])).toHaveLength(0);
  });

  test('a lively room is a few rows in two minutes', LONG, async () => {
    const began = Date.now() / 1000;
    await expect.poll(() => Date.now() / 1000 - began, PATIENCE).toBeGreaterThan(120);
    const rows = home.rowsSince(began);
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
    process.stdout.write(`rows in two minutes (${here.release}): ${total} ${JSON.stringify(rows)}\n`);
    expect(total).toBeLessThanOrEqual(ROWS_IN_TWO_MINUTES);
  });

  test('a box that is killed is unavailable, and back when it starts', LONG, async () => {
    await box.stop('SIGKILL');
    await becomes('music', 'unavailable');
    box = await startIt();
    await becomes('music', 'playing');
  });

  test('a broker that restarts without its memory is told everything again', LONG, async () => {
    await broker.stop();
    await becomes('music', 'unavailable');
    await broker.start();
    await becomes('music', 'playing');
    await expect.poll(() => state('people'), PATIENCE).toMatch(/^\d+$/);
  });

  test('Home Assistant has nothing to complain of but the broker that this test has stopped', async () => {
    const complaints = (await home.complaints()).filter((each) => /moodbox|mqtt/i.test(each));
    expect(complaints.filter((each) => !/The connection was lost/.test(each))).toEqual([]);
  });
});
