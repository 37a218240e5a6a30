import type { MqttConfig } from '../../config/schema.ts';
import type { Topics } from '../topics.ts';
import type { Capabilities, Entity } from './entities.ts';
import { availableAt, entitiesOf } from './entities.ts';

/** One entity as Home Assistant's device discovery wants it: `unique_id` stays for ever. A platform alone takes an entity out again. */
export type Component = Entity & { readonly unique_id?: string; readonly default_entity_id?: string };

/** A key that Home Assistant does not know drops the whole device at the top, in `dev` and in `o`, and is lost in silence in `cmps`. */
export type DiscoveryDevice = {
  readonly dev: Readonly<Record<string, unknown>>;
  readonly o: Readonly<Record<string, string>>;
  readonly cmps: Readonly<Record<string, Component>>;
} & Readonly<Record<string, unknown>>;

/** The one retained payload that makes the whole box appear in Home Assistant (MQTT device discovery). */
export function deviceOf(
  config: Pick<MqttConfig, 'id' | 'name' | 'qos'>,
  topics: Topics,
  version: string,
  has: Capabilities,
): DiscoveryDevice {
  return {
    dev: { identifiers: [`moodbox_${config.id}`], name: config.name, manufacturer: 'moodbox', model: 'moodbox', sw_version: version },
    o: { name: 'moodbox', sw_version: version },
    // A list, as those of the entities: an `availability_topic` here would stand beside their lists, and reject them.
    availability: availableAt(topics.availability),
    qos: Number(config.qos),
    cmps: Object.fromEntries(Object.entries(entitiesOf(topics, has)).map(([key, entity]) => [key, componentOf(config.id, key, entity)])),
  };
}

function componentOf(id: string, key: string, entity: Entity): Component {
  const isGone = Object.keys(entity).length === 1;
  return isGone ? entity : { ...entity, unique_id: `moodbox_${id}_${key}`, default_entity_id: `${entity.p}.${slugOf(id)}_${key}` };
}

/** The id as the first part of an entity's id: `moodbox` first, small letters, no doubled and no outer underscores. */
function slugOf(id: string): string {
  const words = ['moodbox', ...id.toLowerCase().split(/[_-]+/)].filter((word) => word !== '');
  return (words[1]?.startsWith('moodbox') ? words.slice(1) : words).join('_');
}
