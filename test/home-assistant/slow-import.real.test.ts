import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deviceOf } from '../../src/mqtt/home-assistant/discovery.ts';
import { discoveryText } from '../../src/mqtt/home-assistant/discovery-text.ts';
import { topicsOf } from '../../src/mqtt/topics.ts';
import { root } from '../assets.ts';
import { Broker, EVERYTHING, hasMosquitto, mqttConfig, say } from '../mqtt/setting.ts';
import { HomeAssistant, PATIENCE } from './home-assistant.ts';
import { LONG, rootsFor } from './living-room.ts';

/**
 * A device that is announced while Home Assistant still imports the parts of its MQTT. What it does not say then may be missing: Home
 * Assistant drops the entity with a `KeyError`, until it is started again.
 */
const ROUNDS = 10;

/** When the device is taken away, Home Assistant clears its topic for each entity that was off, and warns itself that nothing is left. */
const OWN = /No device components to cleanup/;

const roots = rootsFor('a device announced during an import');
const config = mqttConfig({ id: 'living-room', name: 'Living room' });
const topics = topicsOf(config);
const device = deviceOf(config, topics, { version: '1.2.3' }, EVERYTHING);

test.runIf(hasMosquitto && roots.length > 0).each(roots)(
  'Home Assistant $release sets every entity up while it still imports the platforms of MQTT',
  LONG,
  async (here) => {
    await using broker = await Broker.open();
    await using home = await HomeAssistant.open(here, broker.port, {
      configuration: 'slow_import:\n',
      files: (folder) =>
        cpSync(join(root, 'test/home-assistant/slow-import'), join(folder, 'custom_components/slow_import'), { recursive: true }),
    });
    const count = async () => (await home.registered()).length;
    const faults = async () => (await home.complaints()).filter((each) => /mqtt/i.test(each) && !OWN.test(each));
    for (let round = 0; round < ROUNDS; round += 1) {
      await say(broker.port, topics.config, discoveryText(device, topics.base), ['-r']);
      await expect
        .poll(async () => ({ faults: await faults(), count: await count() }), PATIENCE)
        .toEqual({ faults: [], count: Object.keys(device.cmps).length });
      await say(broker.port, topics.config, '', ['-r']);
      await expect.poll(count, PATIENCE).toBe(0);
    }
  },
);
