import { MOODS } from '../domain/emotion.ts';
import type { Playback } from '../domain/music.ts';
import { PRESS } from './commands.ts';
import { OFF, ON } from './states.ts';
import type { Topics } from './topics.ts';

/** One entity without what all of them have: `p` is Home Assistant's platform. */
export type Entity = { readonly p: string } & Readonly<Record<string, unknown>>;

/** What not every machine and not every configuration has; without it the entity is taken out of Home Assistant. */
export type Has = { readonly temperature: boolean; readonly ytdlp: boolean };

const PLAYBACKS: Readonly<Record<Playback['kind'], true>> = { silent: true, loading: true, playing: true, paused: true, failed: true };
const DIAGNOSTIC = { entity_category: 'diagnostic' } as const;
const MEASURED = { state_class: 'measurement', ...DIAGNOSTIC } as const;

/** Every entity of a box by its key, which is part of its unique id and stays for ever. Those that it does not have are a platform alone. */
export const entitiesOf = (topics: Topics, has: Has): Readonly<Record<string, Entity>> => ({
  ...seen(topics),
  ...heard(topics),
  ...controls(topics),
  ...buttons(topics),
  ...machine(topics, has),
});

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

const machine = ({ state, set }: Topics, has: Has): Record<string, Entity> => ({
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
