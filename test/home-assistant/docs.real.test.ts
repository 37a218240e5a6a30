import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { Scope } from '../../src/shared/async/scope.ts';
import { root } from '../assets.ts';
import { Broker, Ear, hasMosquitto, say } from '../mqtt/setting.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox, tempFolder } from '../system/box.ts';
import { HomeAssistant, PATIENCE, until } from './home-assistant.ts';
import { install, takesIntegration } from './integration.ts';
import { CLEARING_UP, isBuilt, LONG, livingRoom, rootsFor, SETTING_UP } from './living-room.ts';

/** What the docs offer to be copied, taken as it stands there into a real Home Assistant, and used. */
type Automation = { readonly alias: string };
type Action = { readonly action: string; readonly target: { readonly entity_id: string }; readonly data: object };

const PLAYER = 'media_player.living_room';
const blocksOf = (file: string): readonly unknown[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => parse(text) as unknown);
const AUTOMATIONS = blocksOf('docs/home-assistant.md').flatMap(
  (each) => (each as { readonly automation?: readonly Automation[] }).automation ?? [],
);
const OVERRIDE = blocksOf('integrations/home-assistant/README.md').find((each) => (each as Action).action === 'moodbox.override') as Action;
/** A lamp that speaks MQTT, by the name that the docs use. */
const LAMP = { name: 'Living room', schema: 'json', unique_id: 'lamp', command_topic: 'lamp/set', supported_color_modes: ['color_temp'] };

/** The ids in the docs are those that it gives since this release, which is the oldest that takes the integration, too. */
const roots = rootsFor('what the docs offer to be copied', takesIntegration);

describe.runIf(isBuilt && hasMosquitto).each(roots)('what the docs offer to be copied, in Home Assistant $release', (here) => {
  const scope = new Scope();
  let broker: Broker;
  let ear: Ear;
  let home: HomeAssistant;
  let box: RunningBox;

  beforeAll(async () => {
    broker = scope.own(await Broker.open());
    ear = scope.own(await Ear.open(broker.port));
    home = scope.own(
      await HomeAssistant.open(here, broker.port, {
        configuration: 'automation docs: !include docs.yaml\n',
        files: (folder) => {
          install(folder);
          writeFileSync(join(folder, 'docs.yaml'), stringify(AUTOMATIONS));
        },
      }),
    );
    const folder = await tempFolder();
    box = scope.own(await startBox(folder, livingRoom(folder, broker)));
    await say(broker.port, 'homeassistant/light/lamp/config', JSON.stringify(LAMP), ['-r']);
    await until(async () => (await home.state('light.living_room')) !== undefined);
    await home.entitiesOf('living-room', 'presence', 'camera', 'mood_changed');
  }, SETTING_UP);

  afterAll(() => scope[Symbol.asyncDispose](), CLEARING_UP);

  test('every automation is taken', LONG, async () => {
    expect(AUTOMATIONS.map(({ alias }) => alias)).toHaveLength(2);
    for (const { alias } of AUTOMATIONS)
      await expect.poll(() => home.state(`automation.${alias.toLowerCase().replaceAll(' ', '_')}`), PATIENCE).toBe('on');
    expect((await home.complaints()).filter((each) => /automation/i.test(each))).toEqual([]);
  });

  test('a light is warm when somebody is sad', LONG, async () => {
    await say(
      broker.port,
      'moodbox/living-room/mood_changed',
      JSON.stringify({ event_type: 'sad', from: 'happy', to: 'sad', confidence: 80 }),
    );
    await expect.poll(() => JSON.parse(ear.last('lamp/set') ?? '{}') as object, PATIENCE).toMatchObject({ state: 'ON', brightness: 102 });
  });

  test('the radar tells the box', LONG, async () => {
    await home.call('switch.turn_off', 'switch.moodbox_living_room_camera');
    await expect.poll(() => home.state('binary_sensor.moodbox_living_room_presence'), PATIENCE).toBe('unknown');
    await home.pretend('binary_sensor.radar_presence', 'on');
    // While no camera looks, nothing else can say so.
    await expect.poll(() => home.state('binary_sensor.moodbox_living_room_presence'), PATIENCE).toBe('on');
  });

  test('a mood is held for an hour', LONG, async () => {
    const { flow_id } = await home.beginFlow('moodbox');
    expect(await home.goOn(flow_id, { url: box.url, verify_ssl: true })).toMatchObject({ type: 'create_entry' });
    await expect.poll(() => home.state(PLAYER), PATIENCE).toBe('playing');
    await home.call(OVERRIDE.action, OVERRIDE.target.entity_id, OVERRIDE.data);
    await expect.poll(async () => (await home.states()).get(PLAYER)?.attributes, PATIENCE).toMatchObject({ source: 'neutral' });
  });
});
