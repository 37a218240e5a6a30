import type { MqttConfig } from '../config/schema.ts';
import { MOODS } from '../domain/emotion.ts';
import type { Playback } from '../domain/music.ts';
import { PRESS } from './commands.ts';
import { OFF, ON } from './states.ts';
import type { Topics } from './topics.ts';
import { OFFLINE, ONLINE } from './topics.ts';

/** One entity as Home Assistant's device discovery wants it: `p` is the platform, `unique_id` stays for ever. */
export type Component = { readonly p: string; readonly unique_id: string } & Readonly<Record<string, unknown>>;

/** A key that Home Assistant does not know drops the whole device at the top, in `dev` and in `o`, and is lost in silence in `cmps`. */
export type Device = {
  readonly dev: Readonly<Record<string, unknown>>;
  readonly o: Readonly<Record<string, string>>;
  readonly cmps: Readonly<Record<string, Component>>;
} & Readonly<Record<string, unknown>>;

type Entity = { readonly p: string } & Readonly<Record<string, unknown>>;

const PLAYBACKS: Readonly<Record<Playback['kind'], true>> = { silent: true, loading: true, playing: true, paused: true, failed: true };
const MEASURED = { state_class: 'measurement', entity_category: 'diagnostic' } as const;

/** The one retained payload that makes the whole box appear in Home Assistant (MQTT device discovery). */
export function deviceOf(config: Pick<MqttConfig, 'id' | 'name'>, topics: Topics, version: string): Device {
  return {
    dev: { identifiers: [`moodbox_${config.id}`], name: config.name, manufacturer: 'moodbox', model: 'moodbox', sw_version: version },
    o: { name: 'moodbox', sw_version: version },
    availability_topic: topics.availability,
    payload_available: ONLINE,
    payload_not_available: OFFLINE,
    qos: 1,
    cmps: Object.fromEntries(
      Object.entries({ ...seen(topics), ...heard(topics), ...controls(topics), ...buttons(topics) }).map(([key, entity]) => [
        key,
        { ...entity, unique_id: `moodbox_${config.id}_${key}`, default_entity_id: `${entity.p}.${slugOf(config.id)}_${key}` },
      ]),
    ),
  };
}

const seen = ({ state, moodChanged }: Topics): Record<string, Entity> => ({
  // The main entity has no name of its own: Home Assistant shows it under the name of the device.
  mood: {
    p: 'sensor',
    name: null,
    icon: 'mdi:emoticon-outline',
    device_class: 'enum',
    options: MOODS,
    state_topic: state.mood,
    json_attributes_topic: state.moodAttributes,
  },
  mood_changed: {
    p: 'event',
    name: 'Mood changed',
    icon: 'mdi:swap-horizontal',
    event_types: ['mood_changed'],
    state_topic: moodChanged,
  },
  face: { p: 'binary_sensor', name: 'Face present', device_class: 'occupancy', payload_on: ON, payload_off: OFF, state_topic: state.face },
  people: { p: 'sensor', name: 'People', icon: 'mdi:account-multiple', state_class: 'measurement', state_topic: state.people },
  confidence: {
    p: 'sensor',
    name: 'Confidence',
    icon: 'mdi:gauge',
    unit_of_measurement: '%',
    state_topic: state.confidence,
    ...MEASURED,
  },
  frame_rate: { p: 'sensor', name: 'Frame rate', icon: 'mdi:filmstrip', unit_of_measurement: 'fps', state_topic: state.fps, ...MEASURED },
});

const heard = ({ state }: Topics): Record<string, Entity> => ({
  now_playing: {
    p: 'sensor',
    name: 'Now playing',
    icon: 'mdi:music-note',
    state_topic: state.track,
    json_attributes_topic: state.trackAttributes,
  },
  music: {
    p: 'sensor',
    name: 'Music',
    icon: 'mdi:music',
    device_class: 'enum',
    options: Object.keys(PLAYBACKS),
    state_topic: state.playback,
  },
});

const controls = ({ state, set }: Topics): Record<string, Entity> => ({
  volume: {
    p: 'number',
    name: 'Volume',
    icon: 'mdi:volume-high',
    min: 0,
    max: 100,
    step: 1,
    unit_of_measurement: '%',
    state_topic: state.volume,
    command_topic: set.volume,
  },
  override: {
    p: 'select',
    name: 'Mood override',
    icon: 'mdi:emoticon-cool-outline',
    options: ['auto', ...MOODS],
    state_topic: state.override,
    command_topic: set.override,
  },
  camera: {
    p: 'switch',
    name: 'Camera',
    icon: 'mdi:camera',
    payload_on: ON,
    payload_off: OFF,
    state_topic: state.camera,
    command_topic: set.camera,
  },
});

const buttons = ({ set }: Topics): Record<string, Entity> => {
  const button = (name: string, icon: string, command_topic: string): Entity => ({
    p: 'button',
    name,
    icon,
    command_topic,
    payload_press: PRESS,
  });
  return {
    play: button('Play', 'mdi:play', set.play),
    pause: button('Pause', 'mdi:pause', set.pause),
    next: button('Next', 'mdi:skip-next', set.next),
    stop: button('Stop', 'mdi:stop', set.stop),
    like: button('Like', 'mdi:heart', set.like),
  };
};

/** The id as the first part of an entity's id: `moodbox` first, small letters, no doubled and no outer underscores. */
function slugOf(id: string): string {
  const words = ['moodbox', ...id.toLowerCase().split(/[_-]+/)].filter((word) => word !== '');
  return (words[1]?.startsWith('moodbox') ? words.slice(1) : words).join('_');
}
