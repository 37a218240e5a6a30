import { OFF, ON, PRESS } from '../payloads.ts';
import type { Component, DiscoveryDevice } from './discovery.ts';

/** Home Assistant's own short names for the keys that occur most often, all of them known to every release that knows the key itself. */
export const SHORT: Readonly<Record<string, string>> = {
  availability: 'avty',
  availability_mode: 'avty_mode',
  command_topic: 'cmd_t',
  configuration_url: 'cu',
  connections: 'cns',
  content_type: 'cont_type',
  default_entity_id: 'def_ent_id',
  device_class: 'dev_cla',
  enabled_by_default: 'en',
  entity_category: 'ent_cat',
  event_types: 'evt_typ',
  hw_version: 'hw',
  icon: 'ic',
  image_encoding: 'img_e',
  image_topic: 'img_t',
  json_attributes_topic: 'json_attr_t',
  manufacturer: 'mf',
  model: 'mdl',
  model_id: 'mdl_id',
  options: 'ops',
  payload_available: 'pl_avail',
  payload_install: 'pl_inst',
  payload_not_available: 'pl_not_avail',
  release_url: 'rel_u',
  serial_number: 'sn',
  state_class: 'stat_cla',
  state_topic: 'stat_t',
  suggested_area: 'sa',
  sw_version: 'sw',
  topic: 't',
  unique_id: 'uniq_id',
  unit_of_measurement: 'unit_of_meas',
  value_template: 'val_tpl',
};

/**
 * What Home Assistant assumes by itself. What says that an entity is available is not among it: while Home Assistant imports another
 * platform of MQTT in a thread of its own, the validator of `availability`, which all platforms share, is half made, fills nothing in, and
 * the entity is dropped.
 */
const ASSUMED: Readonly<Record<string, string>> = { payload_on: ON, payload_off: OFF, payload_press: PRESS };

/** What stands for the beginning of the topics inside a component. */
const TILDE = '~';

/**
 * The device as it goes over the wire, a third shorter: keys by their short names, nothing that Home Assistant assumes by itself, and what
 * the topics of a component begin with, `base`, only once. Some brokers take no packet above 12 kB, and this one is the longest that a box
 * sends besides its cover.
 */
export const discoveryText = ({ cmps, ...device }: DiscoveryDevice, base: string): string =>
  JSON.stringify({
    ...(shortened(device) as object),
    cmps: Object.fromEntries(Object.entries(cmps).map(([key, component]) => [key, shortestOf(component, base)])),
  });

/** With the base apart, if that is shorter. */
function shortestOf(component: Component, base: string): unknown {
  const plain = shortened(component);
  const apart = { [TILDE]: base, ...(shortened(component, base) as object) };
  return JSON.stringify(apart).length < JSON.stringify(plain).length ? apart : plain;
}

/** Home Assistant puts the base of a component in where the value of a key that ends in `topic` begins with a tilde. */
function shortened(value: unknown, base?: string): unknown {
  if (Array.isArray(value)) return value.map((each) => shortened(each, base));
  if (typeof value !== 'object' || value === null) return value;
  const said = Object.entries(value).filter(([key, each]) => ASSUMED[key] !== each);
  return Object.fromEntries(
    said.map(([key, each]) => [SHORT[key] ?? key, key.endsWith('topic') ? withoutBase(each, base) : shortened(each, base)]),
  );
}

const withoutBase = (topic: unknown, base: string | undefined): unknown =>
  base !== undefined && typeof topic === 'string' && topic.startsWith(`${base}/`) ? `${TILDE}${topic.slice(base.length)}` : topic;
