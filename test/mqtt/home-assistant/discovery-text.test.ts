import { describe, expect, test } from 'vitest';
import { deviceOf } from '../../../src/mqtt/home-assistant/discovery.ts';
import { discoveryText } from '../../../src/mqtt/home-assistant/discovery-text.ts';
import { topicsOf } from '../../../src/mqtt/topics.ts';
import { EVERYTHING, mqttConfig } from '../setting.ts';

/** As Home Assistant's homeassistant/components/mqtt/abbreviations.py has them. */
const LONG: Readonly<Record<string, string>> = {
  ...{ avty: 'availability', avty_mode: 'availability_mode', cmd_t: 'command_topic', dev_cla: 'device_class', en: 'enabled_by_default' },
  ...{ ent_cat: 'entity_category', ic: 'icon', json_attr_t: 'json_attributes_topic', ops: 'options', stat_cla: 'state_class' },
  ...{ stat_t: 'state_topic', unit_of_meas: 'unit_of_measurement', val_tpl: 'value_template' },
  ...{ def_ent_id: 'default_entity_id', t: 'topic', uniq_id: 'unique_id' },
};
const expanded = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(expanded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [LONG[key] ?? key, expanded(each)]));
};
const assumed = ['payload_available', 'payload_not_available', 'payload_on', 'payload_off', 'payload_press'];
const withoutAssumed = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, each) => (assumed.includes(key) ? undefined : each)));

const device = (id: string) => {
  const config = mqttConfig({ id });
  return deviceOf(config, topicsOf(config), { version: '1.2.3' }, EVERYTHING);
};

describe('discoveryText', () => {
  test('says the same device in fewer words', () => {
    const cafe = device('cafe');
    expect(expanded(JSON.parse(discoveryText(cafe)))).toEqual(withoutAssumed(cafe));
  });

  test('keeps what Home Assistant would not assume', () => {
    const odd = { ...device('cafe'), cmps: { fan: { p: 'switch', payload_on: '1', payload_off: 'OFF' } } };
    expect(JSON.parse(discoveryText(odd)).cmps.fan).toEqual({ p: 'switch', payload_on: '1' });
  });

  test('fits into packets of 12 kB', () => {
    for (const id of ['cafe', 'living-room']) expect(Buffer.byteLength(discoveryText(device(id)))).toBeLessThan(11_900);
  });
});
