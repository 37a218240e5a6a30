import type { Command } from '../../domain/command.ts';
import type { Emotion } from '../../domain/emotion.ts';
import { EXPRESSIONS, MOODS } from '../../domain/emotion.ts';
import type { Playback } from '../../domain/music.ts';
import type { Report } from '../../domain/report.ts';
import { ms } from '../../domain/units.ts';
import type { Passing } from '../outbox.ts';
import type { MessagePace } from '../pace.ts';
import { onceIn } from '../pace.ts';
import {
  announcingOf,
  cameraProblem,
  cameraProblemAttributes,
  expressionAvailability,
  faceAvailability,
  facePresent,
  guestAttributes,
  inHalves,
  moodAttributes,
  moodAvailability,
  newestGuestOf,
  onOff,
  overrideAttributes,
  peopleOf,
  percentOf,
  positionOf,
  presenceAttributes,
  presenceOf,
  previewAttributes,
  scoresJson,
  titleOf,
  trackAttributes,
  trackProgress,
  unsureAttributes,
  ytdlpOf,
} from './values.ts';

/** What not every machine and not every configuration has. */
export type Capabilities = { readonly temperature: boolean; readonly ytdlp: boolean; readonly preview: boolean };

/** A retained topic, below `<base_topic>/<id>/`, and its payload. */
export type StateTopic = {
  readonly topic: string;
  /** Returns nothing if the report has no such value: then the topic is not sent. */
  readonly value: (report: Report) => string | undefined;
  /** How often it is sent: each message is a row in Home Assistant's database. */
  readonly paces?: readonly MessagePace[];
  /** How far a number must be from the one that was sent to be news. */
  readonly deadBand?: number;
  /** A payload that is news only once it has lasted. */
  readonly passing?: Passing;
  /** A change sends all other states with it, whether it is their turn or not. */
  readonly flushes?: true;
};

/** One entity of Home Assistant, as a row of the table below. */
export type Entity = {
  readonly platform: 'sensor' | 'binary_sensor' | 'event' | 'image' | 'number' | 'select' | 'switch' | 'button' | 'update';
  /** Name, icon, unit and the like, in Home Assistant's own keys. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly state?: StateTopic;
  /** JSON, beside the state. */
  readonly attributes?: StateTopic;
  /** The topic of something that happens. It is not retained, and the report does not hold it. */
  readonly event?: string;
  /** The command that sets it, on `<command>/set`. */
  readonly command?: Command['type'];
  /** What must be online besides the box. */
  readonly availability?: keyof typeof AVAILABILITIES;
  /** What the box must have; otherwise the entity is taken out of Home Assistant. */
  readonly needs?: keyof Capabilities;
  /** Where Home Assistant shows it; entities without one are the main ones. */
  readonly category?: typeof DIAGNOSTIC | typeof MEASURED | typeof SETTING;
  /** People have to enable it in Home Assistant, because most have no use for it. */
  readonly isHidden?: true;
};

const DIAGNOSTIC = { entity_category: 'diagnostic' } as const;
const MEASURED = { state_class: 'measurement', ...DIAGNOSTIC } as const;
const SETTING = { entity_category: 'config' } as const;

const EVERY_SECOND: readonly MessagePace[] = [onceIn(ms(1000))];
/** For what changes with every frame, and is for programs. */
const EVERY_FIVE_SECONDS: readonly MessagePace[] = [onceIn(ms(5000))];
/** For what is measured all the time, and hardly ever looked at. */
const EVERY_FIVE_MINUTES: readonly MessagePace[] = [onceIn(ms(5 * 60_000))];
/**
 * For what people notice at once, and what changes every few seconds while a room is lively: the first few changes are sent as they happen,
 * then one in six minutes, 240 a day: with three of these, the tracks, and what Home Assistant writes by itself of a picture, a lively room
 * stays below 2,000 rows a day.
 */
const LIVELY: readonly MessagePace[] = [...EVERY_SECOND, { every: ms(6 * 60_000), burst: 6 }];

const PLAYBACKS: Readonly<Record<Playback['kind'], true>> = { silent: true, loading: true, playing: true, paused: true, failed: true };

/** Whether the entities that rest on a camera can be believed. Sent before all else, so that nothing wrong is believed for a moment. */
export const AVAILABILITIES = {
  mood: { topic: 'mood/availability', value: moodAvailability },
  expression: { topic: 'expression/availability', value: expressionAvailability },
  face: { topic: 'face/availability', value: faceAvailability },
} as const satisfies Readonly<Record<string, StateTopic>>;

/** States that are not an entity, for programs that read MQTT directly. */
export const OTHER_STATES = [
  { topic: 'scores', value: scoresJson, paces: EVERY_FIVE_SECONDS },
  { topic: 'track', value: titleOf },
  { topic: 'track/progress', value: trackProgress },
  { topic: 'announcing', value: announcingOf },
] as const satisfies readonly StateTopic[];

/**
 * Title and attributes in one message: two would be two rows, and between them the title of one track would have the attributes of another.
 */
const TRACK = { topic: 'track/attributes', value: trackAttributes } as const satisfies StateTopic;
/** Home Assistant takes no state of more than 255 characters. */
const TITLE = "{{ (value_json.title | default('', true) | trim or value_json.id | default('', true) | trim or 'None')[:255] }}";

/** One score as a sensor, from the JSON of all of them, which is empty while nobody is in sight: then it is unknown. */
const scoreOf = (emotion: Emotion) =>
  ({
    platform: 'sensor',
    about: {
      name: `Score ${emotion}`,
      icon: 'mdi:chart-bar',
      unit_of_measurement: '%',
      value_template: `{{(value_json.${emotion}*100)|round|int if value_json else none}}`,
    },
    state: OTHER_STATES[0],
    category: MEASURED,
    isHidden: true,
  }) as const satisfies Entity;

/**
 * Every entity of a box: what Home Assistant is told about it, its topics, its values and its command. The key is part of its unique id and
 * its entity id: it never changes.
 */
export const ENTITIES = {
  // The main entity has no name of its own: Home Assistant shows it under the name of the device.
  mood: {
    platform: 'sensor',
    about: { name: null, icon: 'mdi:emoticon-outline', device_class: 'enum', options: MOODS },
    state: { topic: 'mood', value: ({ mood }) => mood, paces: EVERY_SECOND, flushes: true },
    attributes: { topic: 'mood/attributes', value: moodAttributes, paces: EVERY_SECOND },
    availability: 'mood',
  },
  mood_changed: {
    platform: 'event',
    about: { name: 'Mood changed', icon: 'mdi:swap-horizontal', event_types: MOODS },
    event: 'mood_changed',
  },
  expression: {
    platform: 'sensor',
    about: { name: 'Expression', icon: 'mdi:emoticon-happy-outline', device_class: 'enum', options: EXPRESSIONS },
    state: { topic: 'expression', value: ({ expression }) => expression, paces: LIVELY },
    availability: 'expression',
  },
  confidence: {
    platform: 'sensor',
    about: { name: 'Confidence', icon: 'mdi:gauge', unit_of_measurement: '%' },
    state: { topic: 'confidence', value: ({ confidence }) => percentOf(confidence), paces: EVERY_FIVE_MINUTES, deadBand: 10 },
    availability: 'expression',
    category: MEASURED,
    isHidden: true,
  },
  // Always available: without a camera and a sensor its state is unknown.
  presence: {
    platform: 'binary_sensor',
    about: { name: 'Presence', device_class: 'occupancy' },
    state: { topic: 'presence', value: presenceOf, flushes: true },
    attributes: { topic: 'presence/attributes', value: presenceAttributes, paces: EVERY_FIVE_MINUTES },
    command: 'presence',
  },
  face: {
    platform: 'binary_sensor',
    about: { name: 'Face present', device_class: 'occupancy' },
    state: { topic: 'face', value: facePresent, paces: LIVELY },
    availability: 'face',
  },
  people: {
    platform: 'sensor',
    about: { name: 'People', icon: 'mdi:account-multiple', state_class: 'measurement' },
    state: { topic: 'people', value: peopleOf, paces: LIVELY },
    availability: 'face',
  },
  frame_rate: {
    platform: 'sensor',
    about: { name: 'Frame rate', icon: 'mdi:filmstrip', unit_of_measurement: 'fps' },
    state: { topic: 'fps', value: ({ fps }) => inHalves(fps), paces: EVERY_FIVE_MINUTES, deadBand: 2 },
    availability: 'face',
    category: MEASURED,
    isHidden: true,
  },
  unsure: {
    platform: 'binary_sensor',
    about: { name: 'Unsure', icon: 'mdi:help-circle-outline' },
    state: { topic: 'unsure', value: ({ unsure }) => onOff(unsure), paces: EVERY_FIVE_SECONDS },
    attributes: { topic: 'unsure/attributes', value: unsureAttributes, paces: EVERY_FIVE_SECONDS },
    availability: 'face',
    category: DIAGNOSTIC,
    isHidden: true,
  },
  score_angry: scoreOf('angry'),
  score_disgust: scoreOf('disgust'),
  score_fear: scoreOf('fear'),
  score_happy: scoreOf('happy'),
  score_sad: scoreOf('sad'),
  score_surprise: scoreOf('surprise'),
  score_neutral: scoreOf('neutral'),
  now_playing: {
    platform: 'sensor',
    about: { name: 'Now playing', icon: 'mdi:music-note', value_template: TITLE },
    state: TRACK,
    attributes: TRACK,
  },
  music: {
    platform: 'sensor',
    about: { name: 'Music', icon: 'mdi:music', device_class: 'enum', options: Object.keys(PLAYBACKS) },
    // Between two tracks there is mostly a moment in which the next one is on its way.
    state: { topic: 'playback', value: ({ playback }) => playback.kind, passing: { payload: 'loading', after: ms(5000) } },
  },
  cover: {
    platform: 'image',
    about: { name: 'Cover', icon: 'mdi:album' },
    // The publisher sends the picture by itself (`illustrate`): a report holds none.
    state: { topic: 'cover', value: () => undefined },
  },
  volume: {
    platform: 'number',
    about: { name: 'Volume', icon: 'mdi:volume-high', min: 0, max: 100, step: 1, unit_of_measurement: '%' },
    state: { topic: 'volume', value: ({ volume }) => String(volume) },
    command: 'volume',
  },
  override: {
    platform: 'select',
    about: { name: 'Mood override', icon: 'mdi:emoticon-cool-outline', options: ['auto', ...MOODS] },
    state: { topic: 'override', value: ({ override }) => override },
    attributes: { topic: 'override/attributes', value: overrideAttributes },
    command: 'override',
  },
  camera: {
    platform: 'switch',
    about: { name: 'Camera', icon: 'mdi:camera' },
    state: { topic: 'camera', value: ({ camera }) => onOff(camera.kind !== 'off') },
    command: 'camera',
  },
  autoplay: {
    platform: 'switch',
    about: { name: 'Auto-play', icon: 'mdi:playlist-music' },
    state: { topic: 'autoplay', value: ({ autoplay }) => onOff(autoplay) },
    command: 'autoplay',
  },
  play: { platform: 'button', about: { name: 'Play', icon: 'mdi:play' }, command: 'play' },
  pause: { platform: 'button', about: { name: 'Pause', icon: 'mdi:pause' }, command: 'pause' },
  next: { platform: 'button', about: { name: 'Next', icon: 'mdi:skip-next' }, command: 'next' },
  stop: { platform: 'button', about: { name: 'Stop', icon: 'mdi:stop' }, command: 'stop' },
  like: { platform: 'button', about: { name: 'Like', icon: 'mdi:heart' }, command: 'like' },
  dislike: { platform: 'button', about: { name: 'Not this', icon: 'mdi:heart-broken' }, command: 'dislike' },
  undo: { platform: 'button', about: { name: 'Take back', icon: 'mdi:undo' }, command: 'undo' },
  // Where the track was when it was last moved, paused or resumed: not each second, which would be a row in Home Assistant's database.
  position: {
    platform: 'number',
    about: { name: 'Position', icon: 'mdi:fast-forward', min: 0, max: 86_400, step: 1, mode: 'box', unit_of_measurement: 's' },
    state: { topic: 'position', value: positionOf },
    command: 'seek',
    isHidden: true,
  },
  // Who plays on the loudspeaker instead of moodbox.
  guest: {
    platform: 'sensor',
    about: { name: 'Guest', icon: 'mdi:cast-audio' },
    state: { topic: 'guest', value: newestGuestOf },
    attributes: { topic: 'guest/attributes', value: guestAttributes },
  },
  moodbox_now: { platform: 'button', about: { name: 'End guest', icon: 'mdi:emoticon-excited-outline' }, command: 'moodbox_now' },
  capture: { platform: 'button', about: { name: 'Read the mood now', icon: 'mdi:camera-iris' }, command: 'capture' },
  camera_problem: {
    platform: 'binary_sensor',
    about: { name: 'Camera problem', device_class: 'problem' },
    state: { topic: 'camera/problem', value: cameraProblem },
    attributes: { topic: 'camera/problem/attributes', value: cameraProblemAttributes },
    category: DIAGNOSTIC,
  },
  // Somebody is looking at the live picture: the picture itself never comes here.
  live_picture: {
    platform: 'binary_sensor',
    about: { name: 'Live picture watched', icon: 'mdi:eye' },
    state: { topic: 'camera/preview', value: ({ preview }) => onOff(preview !== undefined) },
    attributes: { topic: 'camera/preview/attributes', value: previewAttributes },
    needs: 'preview',
  },
  temperature: {
    platform: 'sensor',
    about: { name: 'Temperature', device_class: 'temperature', unit_of_measurement: '°C' },
    state: { topic: 'temperature', value: ({ temperature }) => temperature?.toString(), paces: EVERY_FIVE_MINUTES, deadBand: 2 },
    category: MEASURED,
    needs: 'temperature',
  },
  ytdlp: {
    platform: 'update',
    about: { name: 'yt-dlp', title: 'yt-dlp', icon: 'mdi:youtube', release_url: 'https://github.com/yt-dlp/yt-dlp/releases' },
    state: { topic: 'ytdlp', value: ytdlpOf },
    command: 'update',
    category: SETTING,
    needs: 'ytdlp',
  },
} as const satisfies Readonly<Record<string, Entity>>;
