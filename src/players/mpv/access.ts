import type { AddressedTrack } from '../../domain/music.ts';
import { SOURCE_TRAITS } from '../../domain/music.ts';
import { isRemote } from './progress.ts';

/** ffmpeg's names for the formats of sound files; none of them refers to another file. */
const SOUNDS = [
  ...[
    'aac',
    'ac3',
    'aiff',
    'ape',
    'asf',
    'au',
    'caf',
    'dsf',
    'dts',
    'eac3',
    'flac',
    'iff',
    'loas',
    'matroska',
    'mov',
    'mp3',
    'mpc',
    'mpc8',
  ],
  ...['mpeg', 'mpegts', 'ogg', 'tak', 'truehd', 'tta', 'w64', 'wav', 'wv'],
];
/** Formats in which stations send besides. */
const STREAMS = ['dash', 'flv', 'hls', 'live_flv', 'rm', 'webvtt'];
/** What such a stream may be fetched by. */
const NETWORK = ['http', 'https', 'tls', 'tcp', 'crypto', 'httpproxy', 'data'];

/** A property of mpv's and its value. */
export type Setting = readonly [property: string, value: string | boolean | Readonly<Record<string, string>>];

const lavf = (protocols: readonly string[], formats: readonly string[]): Setting => [
  'demuxer-lavf-o',
  { protocol_whitelist: protocols.join(','), format_whitelist: formats.join(',') },
];

/** A file of this machine opens nothing but itself. Only ffmpeg reads it, since mpv's own readers take playlists for music. */
const LOCAL: readonly Setting[] = [['demuxer', 'lavf'], ['access-references', false], lavf(['file'], SOUNDS)];
/** A stream may be a playlist, and fetches over the network only. */
const REMOTE: readonly Setting[] = [['demuxer', ''], ['access-references', true], lavf(NETWORK, [...SOUNDS, ...STREAMS])];

/** What moodbox hands on from its own address is a sound file, too. */
const RELAYED: readonly Setting[] = [['demuxer', 'lavf'], ['access-references', false], lavf(['http', 'tcp', 'httpproxy'], SOUNDS)];

/** What decides in mpv which other files and addresses a track may open. To be set before the track is opened. */
export function accessFor(track: AddressedTrack): readonly Setting[] {
  if (SOURCE_TRAITS[track.source].relayed) return RELAYED;
  return isRemote(track) ? REMOTE : LOCAL;
}

/** Whether moodbox hands this address to mpv at all: mpv knows dozens of protocols, some of which are playlists in themselves. */
export const isAllowed = (track: AddressedTrack): boolean =>
  isRemote(track) ? /^https?:\/\//i.test(track.url) : track.url.startsWith('/');
