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
  ...{ pl_avail: 'payload_available', pl_not_avail: 'payload_not_available', pl_inst: 'payload_install', cont_type: 'content_type' },
  ...{ evt_typ: 'event_types', img_e: 'image_encoding', img_t: 'image_topic', rel_u: 'release_url' },
  ...{ cns: 'connections', cu: 'configuration_url', hw: 'hw_version', mdl: 'model', mdl_id: 'model_id' },
  ...{ mf: 'manufacturer', sa: 'suggested_area', sn: 'serial_number', sw: 'sw_version' },
};
const expanded = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(expanded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [LONG[key] ?? key, expanded(each)]));
};
/** As Home Assistant puts the base of a component back into its topics. */
const withBase = ({ '~': base, ...component }: Readonly<Record<string, unknown>>): unknown =>
  JSON.parse(
    JSON.stringify(component, (key, each) => (key.endsWith('topic') && String(each).startsWith('~') ? `${base}${each.slice(1)}` : each)),
  );
const understood = (text: string): unknown => {
  const { cmps, ...device } = expanded(JSON.parse(text)) as { readonly cmps: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  return { ...device, cmps: Object.fromEntries(Object.entries(cmps).map(([key, each]) => [key, withBase(each)])) };
};
const assumed = ['payload_on', 'payload_off', 'payload_press'];
const withoutAssumed = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, each) => (assumed.includes(key) ? undefined : each)));

const device = (id: string) => {
  const config = mqttConfig({ id });
  return deviceOf(config, topicsOf(config), { version: '1.2.3' }, EVERYTHING);
};
const textOf = (id: string): string => discoveryText(device(id), topicsOf(mqttConfig({ id })).base);

describe('discoveryText', () => {
  test('says the same device in fewer words', () => expect(understood(textOf('cafe'))).toEqual(withoutAssumed(device('cafe'))));

  test('keeps what Home Assistant would not assume', () => {
    const odd = { ...device('cafe'), cmps: { fan: { p: 'switch', payload_on: '1', payload_off: 'OFF' } } };
    expect(JSON.parse(discoveryText(odd, 'moodbox/cafe')).cmps.fan).toEqual({ p: 'switch', payload_on: '1' });
  });

  test('says of each availability what it wants to hear, because Home Assistant may fail to assume it', () => {
    type Listed = { readonly avty?: readonly object[]; readonly cmps: Readonly<Record<string, Listed>> };
    const said = JSON.parse(textOf('cafe')) as Listed;
    const lists = [said, ...Object.values(said.cmps)].flatMap(({ avty = [] }) => avty);
    expect(lists).toHaveLength(15);
    for (const each of lists) expect(each).toEqual({ t: expect.any(String), pl_avail: 'online', pl_not_avail: 'offline' });
  });

  test('says the base once where that is shorter, and leaves topics of others alone', () => {
    const { button, sensor } = JSON.parse(
      discoveryText(
        {
          ...device('cafe'),
          cmps: {
            button: { p: 'button', command_topic: 'moodbox/cafe/play/set' },
            sensor: {
              ...{ p: 'sensor', name: 'moodbox/cafe/', state_topic: 'moodbox/cafe/a', json_attributes_topic: 'moodbox/cafeteria/b' },
              availability: ['moodbox/cafe/c', 'moodbox/cafe/d'].map((topic) => ({ topic })),
            },
          },
        },
        'moodbox/cafe',
      ),
    ).cmps;
    expect(button).toEqual({ p: 'button', cmd_t: 'moodbox/cafe/play/set' });
    expect(sensor).toEqual({
      ...{ '~': 'moodbox/cafe', p: 'sensor', name: 'moodbox/cafe/', stat_t: '~/a', json_attr_t: 'moodbox/cafeteria/b' },
      avty: [{ t: '~/c' }, { t: '~/d' }],
    });
  });

  test('fits into packets of 12 kB', () => {
    for (const id of ['cafe', 'living-room']) expect(Buffer.byteLength(textOf(id))).toBeLessThan(11_900);
  });
});
