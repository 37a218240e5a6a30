import type { MqttConfig } from '../../config/schema.ts';
import type { Hardware } from '../../domain/hardware.ts';
import { OFF, OFFLINE, ON, ONLINE, PRESS } from '../payloads.ts';
import type { Topics } from '../topics.ts';
import type { Capabilities, Entity } from './entities.ts';
import { AVAILABILITIES, ENTITIES } from './entities.ts';

/**
 * One entity in Home Assistant's device discovery; `p` is its platform. `unique_id` never changes. A platform alone takes an entity out
 * again.
 */
export type Component = { readonly p: string; readonly unique_id?: string; readonly default_entity_id?: string } & Readonly<
  Record<string, unknown>
>;

/** A key that Home Assistant does not know drops the whole device at the top, in `dev` and in `o`, and is ignored silently in `cmps`. */
export type DiscoveryDevice = {
  readonly dev: Readonly<Record<string, unknown>>;
  readonly o: Readonly<Record<string, string>>;
  readonly cmps: Readonly<Record<string, Component>>;
} & Readonly<Record<string, unknown>>;

/** What a box says of itself besides its entities. `page`: the address of its page, if the network can reach it. */
export type DeviceIdentity = {
  /** The release of moodbox. */
  readonly version: string;
  /** The processor's architecture, such as `arm64`. */
  readonly arch?: string;
  readonly hardware?: Hardware;
  readonly page?: string;
};

const SWITCHED = { payload_on: ON, payload_off: OFF } as const;
/** What all entities of a platform have before their topics… */
const BEFORE: { readonly [platform in Entity['platform']]?: object } = { binary_sensor: SWITCHED, switch: SWITCHED };
/** …and after them. */
const AFTER: { readonly [platform in Entity['platform']]?: object } = {
  button: { payload_press: PRESS },
  update: { payload_install: PRESS },
  image: { image_encoding: 'b64', content_type: 'image/jpeg' },
};

/** The one retained payload that makes the whole box appear in Home Assistant (MQTT device discovery). */
export function deviceOf(
  config: Pick<MqttConfig, 'area' | 'id' | 'mac' | 'name' | 'qos'>,
  topics: Topics,
  identity: DeviceIdentity,
  has: Capabilities,
): DiscoveryDevice {
  const rows: readonly (readonly [string, Entity])[] = Object.entries(ENTITIES);
  return {
    dev: devOf(config, identity),
    o: { name: 'moodbox', sw_version: identity.version },
    // A list, like those of the entities: beside their lists an `availability_topic` here would make Home Assistant reject them.
    availability: availableAt(topics.availability),
    availability_mode: 'all',
    qos: Number(config.qos),
    cmps: Object.fromEntries(
      rows.map(([key, { needs, ...entity }]) => [
        key,
        needs && !has[needs] ? { p: entity.platform } : { ...componentOf(entity, topics), ...idsOf(config.id, key, entity.platform) },
      ]),
    ),
  };
}

/** With the same hardware address, what other integrations of Home Assistant know of this machine is on the same device. */
function devOf(
  { area, id, mac, name }: Pick<MqttConfig, 'area' | 'id' | 'mac' | 'name'>,
  identity: DeviceIdentity,
): DiscoveryDevice['dev'] {
  const { arch, hardware, page, version } = identity;
  const macs = mac && hardware ? hardware.macs : [];
  return {
    ...{ identifiers: [`moodbox_${id}`], name, manufacturer: 'moodbox', model: 'moodbox', sw_version: version },
    // An empty list too: Home Assistant may fail to fill it in, as it may with the payloads of `availability`.
    connections: macs.map((address) => ['mac', address]),
    ...(arch !== undefined && { model_id: arch }),
    ...(hardware?.serial && { serial_number: hardware.serial }),
    ...(hardware?.product && { hw_version: hardware.product }),
    ...(area !== '' && { suggested_area: area }),
    ...(page !== undefined && { configuration_url: page }),
  };
}

const componentOf = (entity: Entity, topics: Topics): Component => ({
  p: entity.platform,
  ...entity.about,
  ...BEFORE[entity.platform],
  ...topicKeysOf(entity, topics),
  ...AFTER[entity.platform],
  ...entity.category,
  ...(entity.isHidden && { enabled_by_default: false }),
  ...availabilityOf(entity, topics),
});

/** Home Assistant has no command for sensors: what is sent to such a topic comes from automations. */
function topicKeysOf({ platform, state, event, attributes, command }: Entity, { base, set }: Topics): object {
  const isReadOnly = platform === 'sensor' || platform === 'binary_sensor';
  const topic = state?.topic ?? event;
  return {
    ...(topic !== undefined && { [platform === 'image' ? 'image_topic' : 'state_topic']: `${base}/${topic}` }),
    ...(attributes && { json_attributes_topic: `${base}/${attributes.topic}` }),
    ...(command && !isReadOnly && { command_topic: set[command] }),
  };
}

function availabilityOf({ availability }: Entity, topics: Topics): object {
  if (availability === undefined) return {};
  const topic = topics.state[AVAILABILITIES[availability].topic];
  return { availability: availableAt(topics.availability, topic) };
}

/** Home Assistant's `availability`: with `availability_mode: all`, each of these topics has to be `online`. */
const availableAt = (...topics: readonly string[]): readonly object[] =>
  topics.map((topic) => ({ topic, payload_available: ONLINE, payload_not_available: OFFLINE }));

const idsOf = (id: string, key: string, platform: string): object => ({
  unique_id: `moodbox_${id}_${key}`,
  default_entity_id: `${platform}.${slugOf(id)}_${key}`,
});

/** The id as the first part of an entity's id: `moodbox` first, lower case, without doubled or outer underscores. */
function slugOf(id: string): string {
  const words = ['moodbox', ...id.toLowerCase().split(/[_-]+/)].filter((word) => word !== '');
  return (words[1]?.startsWith('moodbox') ? words.slice(1) : words).join('_');
}
