import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ENTITIES } from '../../src/mqtt/home-assistant/entities.ts';
import { root } from '../assets.ts';
import { Broker, Ear, hasMosquitto, say } from '../mqtt/setting.ts';
import { files, serve } from '../players/messages.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox, tempFolder } from '../system/box.ts';
import { HomeAssistant, PATIENCE, until } from './home-assistant.ts';
import { CLEARING_UP, isBuilt, LONG, livingRoom, rootsFor, SETTING_UP } from './living-room.ts';
import { isAtLeast } from './root.ts';

/** Each blueprint, imported and used in a real Home Assistant beside the built box. One life, told in order. */
const FOLDER = join(root, 'config/home-assistant/blueprints');
const BLUEPRINTS = readdirSync(FOLDER);
const BASE = 'moodbox/living-room';
/** A lamp that speaks MQTT: what Home Assistant sends it is heard on the broker. */
const LAMP = {
  ...{ name: 'Lamp', schema: 'json', unique_id: 'a_lamp', command_topic: 'lamp/set' },
  ...{ brightness: true, supported_color_modes: ['rgb'] },
};
const NOW = { seconds: 1 };

const roots = rootsFor('a blueprint');

describe.runIf(isBuilt && hasMosquitto).each(roots)('the blueprints in Home Assistant $release', (here) => {
  let broker: Broker;
  let ear: Ear;
  let shelf: Awaited<ReturnType<typeof serve>>;
  let home: HomeAssistant;
  let box: RunningBox;
  let ids: Readonly<Record<string, string>>;

  const idOf = (key: keyof typeof ENTITIES): string => ids[key] ?? '';
  const becomes = (key: keyof typeof ENTITIES, expected: string) =>
    expect.poll(async () => (await home.states()).get(idOf(key))?.state, PATIENCE).toBe(expected);
  const override = (option: string) => home.call('select.select_option', idOf('override'), { option });
  const lamp = () => JSON.parse(ear.last('lamp/set') ?? '{}') as object;

  /** Makes an automation of a blueprint, as the page does, and waits until it runs. */
  const automate = async (blueprint: string, input: object): Promise<void> => {
    const use_blueprint = { path: `moodbox/${blueprint}.yaml`, input };
    await home.post(`/api/config/automation/config/${blueprint}`, { alias: blueprint, use_blueprint });
    const entity = `automation.${blueprint.replaceAll('-', '_')}`;
    await expect.poll(async () => (await home.states()).get(entity)?.state, PATIENCE).toBe('on');
  };

  beforeAll(async () => {
    broker = await Broker.open();
    ear = await Ear.open(broker.port);
    shelf = await serve(files(Object.fromEntries(BLUEPRINTS.map((name) => [name, join(FOLDER, name)]))));
    home = await HomeAssistant.open(here, broker.port);
    const folder = await tempFolder();
    box = await startBox(folder, livingRoom(folder, broker));
    await say(broker.port, 'homeassistant/light/lamp/config', JSON.stringify(LAMP), ['-r']);
    ids = await home.entitiesOf('living-room', 'autoplay', 'camera', 'mood', 'music', 'override', 'pause', 'play', 'presence', 'stop');
    await until(async () => (await home.state('light.lamp')) !== undefined && (await home.state(idOf('music'))) === 'playing');
  }, SETTING_UP);

  afterAll(async () => {
    await box?.[Symbol.asyncDispose]();
    await home?.[Symbol.asyncDispose]();
    await shelf?.[Symbol.asyncDispose]();
    await ear?.[Symbol.asyncDispose]();
    await broker?.[Symbol.asyncDispose]();
  }, CLEARING_UP);

  test.each(BLUEPRINTS)('%s is imported, or refused by a release that is too old for it', LONG, async (name) => {
    type Imported = { readonly raw_data: string; readonly validation_errors: unknown };
    const url = shelf.at(name);
    const imported = await home.ask<Imported>('blueprint/import', { url });
    const [, least = ''] = /min_version: "([^"]+)"/.exec(imported.raw_data) ?? [];
    if (!isAtLeast(here, least)) {
      expect(imported.validation_errors).toEqual([expect.stringContaining(least)]);
      return;
    }
    expect(imported.validation_errors).toBeNull();
    const saved = { domain: 'automation', path: `moodbox/${name}`, yaml: imported.raw_data, source_url: url };
    await home.ask('blueprint/save', saved);
    const all = await home.ask<Readonly<Record<string, object>>>('blueprint/list', { domain: 'automation' });
    expect(all[`moodbox/${name}`]).toHaveProperty('metadata');
  });

  test('lights follow the mood, stay on while the camera is off, and go out in an empty room', LONG, async () => {
    await automate('lights-follow-the-mood', {
      ...{ mood: idOf('mood'), presence: idOf('presence'), lights: ['light.lamp'], settled: NOW },
      ...{ only_when_on: false, switch_off: true, transition: 0, brightness: 60 },
    });
    await override('happy');
    await expect.poll(lamp, PATIENCE).toMatchObject({ state: 'ON', color: { r: 255, g: 193, b: 7 } });
    await override('sad');
    await expect.poll(lamp, PATIENCE).toMatchObject({ state: 'ON', color: { r: 255, g: 167, b: 87 } });
    await override('auto');
    await home.call('switch.turn_off', idOf('camera'));
    await becomes('mood', 'unavailable');
    await override('angry');
    await expect.poll(lamp, PATIENCE).toMatchObject({ state: 'ON', color: { r: 120, g: 170, b: 255 } });
    expect(ear.on('lamp/set').filter((payload) => payload.includes('OFF'))).toEqual([]);
    await home.call('switch.turn_on', idOf('camera'));
    await override('away');
    await expect.poll(lamp, PATIENCE).toMatchObject({ state: 'OFF' });
  });

  test('a low mood that lasts is spoken of, and a passing one is not', LONG, async () => {
    await override('happy');
    await becomes('mood', 'happy');
    const spoken = [{ action: 'persistent_notification.create', data: { message: 'It is {{ low_mood }}', notification_id: 'low' } }];
    await automate('announce-a-long-low-mood', { mood: idOf('mood'), lasting: NOW, act: spoken });
    const said = async () =>
      (await home.ask<readonly { readonly message: string }[]>('persistent_notification/get')).map(({ message }) => message);
    expect(await said()).not.toContain('It is sad');
    await override('sad');
    await expect.poll(said, PATIENCE).toContain('It is sad');
  });

  test('music pauses during a call, and goes on after it', LONG, async () => {
    await home.pretend('binary_sensor.call', 'off');
    await automate('pause-during-a-call', {
      ...{ call: 'binary_sensor.call', music: idOf('music'), pause: idOf('pause'), play: idOf('play'), after: NOW },
    });
    await becomes('music', 'playing');
    await home.pretend('binary_sensor.call', 'on');
    await becomes('music', 'paused');
    await home.pretend('binary_sensor.call', 'off');
    await becomes('music', 'playing');
  });

  test('a heart rate has a say', LONG, async () => {
    await home.pretend('sensor.watch', '60');
    await automate('a-heart-rate-tells', { heart: 'sensor.watch', box: BASE });
    await home.pretend('sensor.watch', '105');
    const told = () => JSON.parse(ear.last(`${BASE}/sense/set`) ?? '{}') as object;
    await expect.poll(told, PATIENCE).toMatchObject({ name: 'Watch', valence: 0, arousal: 1, weight: 0.2 });
    const senses = async () => ((await (await fetch(`${box.url}/api/report`)).json()) as { readonly senses?: object }).senses;
    await expect.poll(senses, PATIENCE).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'Watch' })]));
  });

  test('the television on is the music off, and music follows the mood afterwards', LONG, async () => {
    await home.pretend('media_player.television', 'off');
    await automate('tv-on-music-off', {
      ...{ tv: 'media_player.television', stop: idOf('stop') },
      auto_play: idOf('autoplay'),
      after: NOW,
    });
    await override('auto');
    await becomes('music', 'playing');
    await home.pretend('media_player.television', 'playing');
    await becomes('autoplay', 'off');
    await becomes('music', 'silent');
    await home.pretend('media_player.television', 'off');
    await becomes('autoplay', 'on');
    await becomes('music', 'playing');
  });

  test('Home Assistant has nothing to complain of', async () => {
    expect((await home.complaints()).filter((each) => /moodbox|automation|blueprint/i.test(each))).toEqual([]);
  });
});
