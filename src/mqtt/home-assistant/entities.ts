import { EXPRESSIONS, MOODS } from '../../domain/emotion.ts';
import type { Playback } from '../../domain/music.ts';
import { PRESS } from '../commands.ts';
import type { Topics } from '../topics.ts';
import { OFFLINE, ONLINE } from '../topics.ts';
import { OFF, ON } from './states.ts';

/** One entity without what all of them have: `p` is Home Assistant's platform. */
export type Entity = { readonly p: string } & Readonly<Record<string, unknown>>;

/** What not every machine and not every configuration has; without it the entity is taken out of Home Assistant. */
export type Capabilities = { readonly temperature: boolean; readonly ytdlp: boolean };

const PLAYBACKS: Readonly<Record<Playback['kind'], true>> = { silent: true, loading: true, playing: true, paused: true, failed: true };
const DIAGNOSTIC = { entity_category: 'diagnostic' } as const;
const MEASURED = { state_class: 'measurement', ...DIAGNOSTIC } as const;

/** Every entity of a box by its key, which is part of its unique id and stays for ever. Those that it does not have are a platform alone. */
export const entitiesOf = (topics: Topics, has: Capabilities): Readonly<Record<string, Entity>> => ({
  ...seen(topics),
  ...heard(topics),
  ...controls(topics),
  ...buttons(topics),
  ...machine(topics, has),
});

/** Home Assistant's `availability`: each of these topics has to be `online`, where the entity says `availability_mode: all`. */
export const availableAt = (...topics: readonly string[]): readonly object[] =>
  topics.map((topic) => ({ topic, payload_available: ONLINE, payload_not_available: OFFLINE }));

/** An entity that is there while the box is, and while what it says can be believed. */
const whileTold = ({ availability }: Topics, topic: string): object => ({
  availability: availableAt(availability, topic),
  availability_mode: 'all',
});

const seen = (topics: Topics): Record<string, Entity> => ({ ...felt(topics), ...present(topics), ...watched(topics) });

const felt = (topics: Topics): Record<string, Entity> => ({
  // The main entity has no name of its own: Home Assistant shows it under the name of the device.
  mood: {
    ...{ p: 'sensor', name: null, icon: 'mdi:emoticon-outline', device_class: 'enum', options: MOODS },
    ...{ state_topic: topics.state.mood, json_attributes_topic: topics.state.moodAttributes },
    ...whileTold(topics, topics.state.moodAvailability),
  },
  mood_changed: {
    p: 'event',
    name: 'Mood changed',
    icon: 'mdi:swap-horizontal',
    event_types: ['mood_changed'],
    state_topic: topics.moodChanged,
  },
  expression: {
    ...{ p: 'sensor', name: 'Expression', icon: 'mdi:emoticon-happy-outline', device_class: 'enum', options: EXPRESSIONS },
    ...{ state_topic: topics.state.expression, ...whileTold(topics, topics.state.expressionAvailability) },
  },
  confidence: {
    ...{ p: 'sensor', name: 'Confidence', icon: 'mdi:gauge', unit_of_measurement: '%', state_topic: topics.state.confidence },
    ...MEASURED,
    ...whileTold(topics, topics.state.expressionAvailability),
  },
});

/** Presence is `unknown` by itself where nothing tells: it needs no availability of its own. */
const present = ({ state }: Topics): Record<string, Entity> => ({
  presence: {
    ...{ p: 'binary_sensor', name: 'Presence', device_class: 'occupancy', payload_on: ON, payload_off: OFF },
    ...{ state_topic: state.presence, json_attributes_topic: state.presenceAttributes },
  },
});

const watched = (topics: Topics): Record<string, Entity> => {
  const { state } = topics;
  const whileLooking = whileTold(topics, state.faceAvailability);
  return {
    face: {
      ...{ p: 'binary_sensor', name: 'Face present', device_class: 'occupancy', payload_on: ON, payload_off: OFF },
      ...{ state_topic: state.face, ...whileLooking },
    },
    people: {
      ...{ p: 'sensor', name: 'People', icon: 'mdi:account-multiple', state_class: 'measurement' },
      ...{ state_topic: state.people, ...whileLooking },
    },
    frame_rate: {
      ...{ p: 'sensor', name: 'Frame rate', icon: 'mdi:filmstrip', unit_of_measurement: 'fps', state_topic: state.fps },
      ...MEASURED,
      ...whileLooking,
    },
  };
};

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
  cover: { p: 'image', name: 'Cover', icon: 'mdi:album', image_topic: state.cover, image_encoding: 'b64', content_type: 'image/jpeg' },
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
    json_attributes_topic: state.overrideAttributes,
    command_topic: set.override,
  },
  camera: {
    ...{ p: 'switch', name: 'Camera', icon: 'mdi:camera' },
    ...{ payload_on: ON, payload_off: OFF, state_topic: state.camera, command_topic: set.camera },
  },
  autoplay: {
    ...{ p: 'switch', name: 'Auto-play', icon: 'mdi:playlist-music' },
    ...{ payload_on: ON, payload_off: OFF, state_topic: state.autoplay, command_topic: set.autoplay },
  },
});

const buttons = ({ set }: Topics): Record<string, Entity> => {
  const button = (name: string, icon: string, command_topic: string): Entity => ({
    ...{ p: 'button', name, icon, command_topic, payload_press: PRESS },
  });
  return {
    play: button('Play', 'mdi:play', set.play),
    pause: button('Pause', 'mdi:pause', set.pause),
    next: button('Next', 'mdi:skip-next', set.next),
    stop: button('Stop', 'mdi:stop', set.stop),
    like: button('Like', 'mdi:heart', set.like),
    capture: button('Capture now', 'mdi:camera-iris', set.capture),
  };
};

const machine = ({ state, set }: Topics, has: Capabilities): Record<string, Entity> => ({
  camera_problem: {
    ...{ p: 'binary_sensor', name: 'Camera problem', device_class: 'problem', payload_on: ON, payload_off: OFF },
    ...{ state_topic: state.cameraProblem, json_attributes_topic: state.cameraProblemAttributes, ...DIAGNOSTIC },
  },
  temperature: has.temperature
    ? {
        ...{ p: 'sensor', name: 'Temperature', device_class: 'temperature', unit_of_measurement: '°C' },
        ...{ state_topic: state.temperature, ...MEASURED },
      }
    : { p: 'sensor' },
  ytdlp: has.ytdlp
    ? {
        ...{ p: 'update', name: 'yt-dlp', title: 'yt-dlp', icon: 'mdi:youtube', release_url: 'https://github.com/yt-dlp/yt-dlp/releases' },
        ...{ state_topic: state.ytdlp, command_topic: set.update, payload_install: PRESS, entity_category: 'config' },
      }
    : { p: 'update' },
});
