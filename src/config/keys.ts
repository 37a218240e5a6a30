import { camera, inference } from './keys/camera.ts';
import type { Key, Section } from './keys/key.ts';
import { mqtt } from './keys/mqtt.ts';
import { music, subsonic } from './keys/music.ts';
import { player } from './keys/player.ts';
import { mood, presence } from './keys/room.ts';
import { history, log, state, update } from './keys/upkeep.ts';
import { web } from './keys/web.ts';
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

export const SECTIONS: Readonly<Record<SectionName, Section>> = {
  camera,
  inference,
  mood,
  presence,
  music,
  subsonic,
  player,
  mqtt,
  web,
  history,
  update,
  state,
  log,
};

/** The environment variable of a key: `mood.away_after` is MOODBOX_MOOD_AWAY_AFTER, `venue` is MOODBOX_VENUE. */
export const variableOf = (section: string, ...key: readonly string[]): string => ['MOODBOX', section, ...key].join('_').toUpperCase();
