import { OFF, OFFLINE, ON, ONLINE, PRESS } from '../payloads.ts';
import type { DiscoveryDevice } from './discovery.ts';

/** Home Assistant's own short names for the keys that occur most often, all of them known to every release that knows the key itself. */
export const SHORT: Readonly<Record<string, string>> = {
  availability: 'avty',
  availability_mode: 'avty_mode',
  command_topic: 'cmd_t',
  default_entity_id: 'def_ent_id',
  device_class: 'dev_cla',
  enabled_by_default: 'en',
  entity_category: 'ent_cat',
  icon: 'ic',
  json_attributes_topic: 'json_attr_t',
  options: 'ops',
  state_class: 'stat_cla',
  state_topic: 'stat_t',
  topic: 't',
  unique_id: 'uniq_id',
  unit_of_measurement: 'unit_of_meas',
  value_template: 'val_tpl',
};

/** What Home Assistant assumes by itself. */
export const ASSUMED: Readonly<Record<string, string>> = {
  payload_available: ONLINE,
  payload_not_available: OFFLINE,
  payload_on: ON,
  payload_off: OFF,
  payload_press: PRESS,
};

/**
 * The device as it goes over the wire, a third shorter: keys by their short names, and nothing that Home Assistant assumes by itself. Some
 * brokers take no packet above 12 kB, and this one is the longest that a box sends besides its cover.
 */
export const discoveryText = ({ cmps, ...device }: DiscoveryDevice): string =>
  JSON.stringify({
    ...(shortened(device) as object),
    cmps: Object.fromEntries(Object.entries(cmps).map(([key, component]) => [key, shortened(component)])),
  });

function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  const said = Object.entries(value).filter(([key, each]) => ASSUMED[key] !== each);
  return Object.fromEntries(said.map(([key, each]) => [SHORT[key] ?? key, shortened(each)]));
}
