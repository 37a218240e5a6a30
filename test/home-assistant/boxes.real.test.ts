import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ENTITIES } from '../../src/mqtt/home-assistant/entities.ts';
import { clip } from '../assets.ts';
import { Broker, hasMosquitto } from '../mqtt/setting.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox, tempFolder } from '../system/box.ts';
import { HomeAssistant, PATIENCE } from './home-assistant.ts';
import { CLEARING_UP, isBuilt, KEYS, LONG, livingRoom, rootsFor, SETTING_UP } from './living-room.ts';

/** Two built boxes of one group in a real Home Assistant, and what becomes of a box that gets another name. One life, told in order. */
type Key = keyof typeof ENTITIES;

const roots = rootsFor('two boxes');

describe.runIf(isBuilt && hasMosquitto).each(roots)('two boxes in Home Assistant $release', (here) => {
  let broker: Broker;
  let home: HomeAssistant;
  const folders = new Map<string, string>();
  const boxes = new Map<string, RunningBox>();
  let ids = new Map<string, Readonly<Record<string, string>>>();

  const idOf = (box: string, key: Key): string => ids.get(box)?.[key] ?? '';
  const entity = async (box: string, key: Key) => (await home.states()).get(idOf(box, key));
  const becomes = (box: string, key: Key, expected: string) =>
    expect.poll(async () => (await entity(box, key))?.state, PATIENCE).toBe(expected);
  const names = async () => (await home.devices()).map(({ name }) => name).toSorted();

  /** Starts the box that lives in the folder of `first`, as it is called now. */
  const start = async (first: string, id: string, name: string): Promise<void> => {
    const folder = folders.get(first) ?? (await tempFolder());
    folders.set(first, folder);
    const changes = {
      camera: { source: clip(), fps: 5 },
      music: { order: ['loops'], away: 'continue' },
      player: { output: `pcm:${join(folder, 'sound.wav')}`, fade: '100ms' },
      mqtt: { url: broker.url, id, name, group: 'cafe', mac: false },
    };
    boxes.set(first, await startBox(folder, livingRoom(folder, broker, changes)));
  };
  const learnIds = async (...all: readonly string[]): Promise<void> => {
    ids = new Map(await Promise.all(all.map(async (box) => [box, await home.idsOf(box)] as const)));
  };

  beforeAll(async () => {
    broker = await Broker.open();
    home = await HomeAssistant.open(here, broker.port);
    await Promise.all([start('bar', 'bar', 'Bar'), start('door', 'door', 'Door')]);
    for (const box of ['bar', 'door']) ids.set(box, await home.entitiesOf(box, ...KEYS));
  }, SETTING_UP);

  afterAll(async () => {
    for (const box of boxes.values()) await box[Symbol.asyncDispose]();
    await home?.[Symbol.asyncDispose]();
    await broker?.[Symbol.asyncDispose]();
  }, CLEARING_UP);

  test('each is a device of its own with its own entities', async () => {
    expect(await names()).toEqual(['Bar', 'Door']);
    const own = (await home.registered()).map(({ device_id, unique_id }) => [unique_id.split('_')[1], device_id] as const);
    expect(new Set(own.map((pair) => pair.join())).size).toBe(2);
  });

  test('they know of each other, and one of them plays', LONG, async () => {
    for (const box of ['bar', 'door'])
      await expect
        .poll(async () => (await entity(box, 'mood'))?.attributes, PATIENCE)
        .toMatchObject({
          ...{ group: 'cafe', members: ['bar', 'door'], plays: expect.stringMatching(/^(bar|door)$/) },
        });
    const music = async () => [(await entity('bar', 'music'))?.state, (await entity('door', 'music'))?.state].toSorted();
    await expect.poll(music, PATIENCE).toEqual(['playing', 'silent']);
  });

  test('what is set on one is set on both', LONG, async () => {
    await home.call('select.select_option', idOf('door', 'override'), { option: 'sad' });
    for (const box of ['bar', 'door'] as const) {
      await becomes(box, 'override', 'sad');
      await becomes(box, 'mood', 'sad');
    }
    await home.call('number.set_value', idOf('bar', 'volume'), { value: 23 });
    for (const box of ['bar', 'door'] as const) await becomes(box, 'volume', '23');
    await home.call('switch.turn_off', idOf('door', 'autoplay'));
    for (const box of ['bar', 'door'] as const) await becomes(box, 'autoplay', 'off');
    await home.call('switch.turn_on', idOf('bar', 'autoplay'));
    for (const box of ['bar', 'door'] as const) await becomes(box, 'autoplay', 'on');
    await home.call('select.select_option', idOf('bar', 'override'), { option: 'auto' });
    for (const box of ['bar', 'door'] as const) await becomes(box, 'override', 'auto');
  });

  test('the camera is that of one box alone', LONG, async () => {
    await home.call('switch.turn_off', idOf('door', 'camera'));
    await becomes('door', 'camera', 'off');
    await becomes('door', 'people', 'unavailable');
    expect((await entity('bar', 'camera'))?.state).toBe('on');
    await expect.poll(async () => (await entity('bar', 'people'))?.state, PATIENCE).toMatch(/^\d+$/);
    await home.call('switch.turn_on', idOf('door', 'camera'));
    await becomes('door', 'camera', 'on');
  });

  test('a box with another name keeps its entities', LONG, async () => {
    const before = ids.get('door');
    await boxes.get('door')?.stop();
    await start('door', 'door', 'Front door');
    await expect.poll(names, PATIENCE).toEqual(['Bar', 'Front door']);
    expect(await home.idsOf('door')).toEqual(before);
    await expect.poll(async () => (await entity('door', 'people'))?.state, PATIENCE).toMatch(/^\d+$/);
  });

  test('a box with another id comes in place of its former self', LONG, async () => {
    await boxes.get('door')?.stop();
    await start('door', 'window', 'Window');
    await expect.poll(names, PATIENCE).toEqual(['Bar', 'Window']);
    await expect.poll(() => home.idsOf('door'), PATIENCE).toEqual({});
    await learnIds('bar', 'window');
    await expect.poll(async () => (await entity('window', 'people'))?.state, PATIENCE).toMatch(/^\d+$/);
    await expect.poll(async () => (await entity('bar', 'mood'))?.attributes.members, PATIENCE).toEqual(['bar', 'window']);
  });

  test('Home Assistant has nothing to complain of', async () => {
    // Once the device is gone, Home Assistant clears its topic for each entity that was off, and warns itself that nothing is left there.
    const own = /No device components to cleanup for moodbox_door/;
    expect((await home.complaints()).filter((each) => /moodbox|mqtt/i.test(each) && !own.test(each))).toEqual([]);
  });
});
