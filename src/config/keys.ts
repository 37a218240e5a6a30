import { CAMERA_KEYS, INFERENCE_KEYS } from './keys/camera.ts';
import { GUESTS_KEYS } from './keys/guests.ts';
import type { Key, KeySection } from './keys/key.ts';
import { MQTT_KEYS } from './keys/mqtt.ts';
import { MUSIC_ASSISTANT_KEYS, MUSIC_KEYS, SUBSONIC_KEYS } from './keys/music.ts';
import { PLAYER_KEYS } from './keys/player.ts';
import { MOOD_KEYS, PRESENCE_KEYS } from './keys/room.ts';
import { HISTORY_KEYS, LOG_KEYS, STATE_KEYS, UPDATE_KEYS } from './keys/upkeep.ts';
import { WEB_KEYS } from './keys/web.ts';
import type { SectionName, TopConfig } from './schema.ts';

/** The keys outside every section. */
export const TOP_KEYS: Readonly<Record<keyof TopConfig, Key>> = {
  venue: {
    doc: 'The box stands where the public is, such as a café: the camera waits until the notice is confirmed, and nothing is kept or told of single people',
    format: 'flag',
    default: false,
  },
  venue_people: {
    doc: 'With venue: faces are read only while this many people or more are in sight; with fewer, moodbox knows only that somebody is there',
    format: 'whole',
    default: 3,
    range: [2, 8],
  },
};

export const SECTIONS: Readonly<Record<SectionName, KeySection>> = {
  camera: CAMERA_KEYS,
  inference: INFERENCE_KEYS,
  mood: MOOD_KEYS,
  presence: PRESENCE_KEYS,
  music: MUSIC_KEYS,
  subsonic: SUBSONIC_KEYS,
  music_assistant: MUSIC_ASSISTANT_KEYS,
  player: PLAYER_KEYS,
  guests: GUESTS_KEYS,
  mqtt: MQTT_KEYS,
  web: WEB_KEYS,
  history: HISTORY_KEYS,
  update: UPDATE_KEYS,
  state: STATE_KEYS,
  log: LOG_KEYS,
};

/** The environment variable of a key: `mood.away_after` is MOODBOX_MOOD_AWAY_AFTER, `venue` is MOODBOX_VENUE. */
export const variableOf = (section: string, ...key: readonly string[]): string => ['MOODBOX', section, ...key].join('_').toUpperCase();
