import type { MqttConfig } from '../config/schema.ts';
import type { Command } from '../domain/command.ts';
import { AVAILABILITIES, ENTITIES, OTHER_STATES } from './home-assistant/entities.ts';

const availabilityNames = Object.values(AVAILABILITIES).map(({ topic }) => topic);
const stateNames = [
  ...availabilityNames,
  ...OTHER_STATES.map(({ topic }) => topic),
  ...Object.values(ENTITIES).flatMap((entity) => ('state' in entity ? [entity.state.topic] : [])),
  ...Object.values(ENTITIES).flatMap((entity) => ('attributes' in entity ? [entity.attributes.topic] : [])),
];
// No entity of Home Assistant's stands for these: what other devices say of people, addresses of something to hear, and what guests say.
const commandNames = [
  ...Object.values(ENTITIES).flatMap((entity) => ('command' in entity ? [entity.command] : [])),
  ...(['sense', 'announce', 'play_url', 'guest'] as const),
] as const;

/** Where the box takes commands, one topic for each. A command without an entity does not compile. */
export type CommandTopics = Readonly<Record<Command['type'], string>>;

/** Every topic of one box. */
export type Topics = {
  /** What the box's own topics begin with, without the slash. */
  readonly base: string;
  readonly availability: string;
  /** What the box says of itself, by the topic's name below `base`. All retained. */
  readonly state: Readonly<Record<(typeof stateNames)[number], string>>;
  readonly moodChanged: string;
  readonly set: CommandTopics;
  /** Where Home Assistant looks for devices. */
  readonly config: string;
  /** Where Home Assistant says that it has started. */
  readonly status: string;
};

/** The names that make the topics of a box. */
export type Names = Pick<MqttConfig, 'base_topic' | 'id' | 'discovery_prefix' | 'status_topic'>;

/** The topics that tell whether the box is there, and whether what it says can be believed. */
export const availabilitiesOf = ({ availability, state }: Topics): readonly string[] => [
  availability,
  ...availabilityNames.map((name) => state[name]),
];

/** Every topic on which a box retains something. The first one takes its device out of Home Assistant when it is cleared. */
export const retainedOf = ({ config, availability, state }: Topics): readonly string[] => [config, availability, ...Object.values(state)];

/** The topics of a box, `<base_topic>/<id>/…` by the configuration. */
export function topicsOf(config: Names): Topics {
  const base = `${config.base_topic}/${config.id}`;
  return {
    base,
    availability: `${base}/availability`,
    state: byName(stateNames, (name) => `${base}/${name}`),
    moodChanged: `${base}/${ENTITIES.mood_changed.event}`,
    set: byName(commandNames, (name) => `${base}/${name}/set`),
    // The middle part is the same as the device's identifier: an id such as a host's name may be another program's too.
    config: `${config.discovery_prefix}/device/moodbox_${config.id}/config`,
    status: config.status_topic,
  };
}

/** Where earlier releases announced the device. */
export const formerConfigOf = ({ discovery_prefix, id }: Names): string => `${discovery_prefix}/device/${id}/config`;

const byName = <Name extends string>(names: readonly Name[], of: (name: Name) => string): Readonly<Record<Name, string>> =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, string>;
