import type { KeySection } from './key.ts';

export const PLAYER_KEYS: KeySection = {
  output: {
    doc: "auto, 'null' (silent; keep the quotes), part of a device's name or its mpv id (mpv --audio-device=help lists both), snapcast (several rooms), or pcm:FILE",
    format: 'text',
    default: 'auto',
  },
  volume: {
    doc: 'Volume at the very first start, 0 to 100; later starts keep the last volume',
    format: 'percent',
    default: 60,
    unit: 'percent',
  },
  quiet_hours: {
    doc: "Hours in which the music stays quiet, such as 22:00-07:00, in this machine's time; empty: none",
    format: 'hours',
    default: '',
  },
  quiet_volume: { doc: 'Maximum volume in the quiet hours, 0 to 100', format: 'percent', default: 30, unit: 'percent' },
  fade: { doc: 'How long the music fades out and in when it changes', format: 'duration', default: '2s', range: ['0s', '1m'] },
  crossfade: { doc: 'Fade the next track in while the last one fades out, not after it', format: 'flag', default: false },
  even_loudness: { doc: 'Play quiet and loud tracks equally loud', format: 'flag', default: true },
  ca: {
    doc: "For https stations of your own: the file of the station's certificate, or of the authority that signed it; empty: the authorities of this machine",
    format: 'text',
    default: '',
    names: 'file',
  },
  voice: {
    doc: 'Language in which the box says its address when somebody asks it to (needs espeak-ng): en, de, fr or es; off: it never speaks',
    format: ['off', 'en', 'de', 'fr', 'es'],
    default: 'off',
  },
  mpv: { doc: 'The mpv program', format: 'text', default: 'mpv', names: 'program' },
  announce_volume: {
    doc: 'Minimum volume of an announcement that names none, 0 to 100; the volume of the music if that is louder',
    format: 'percent',
    default: 20,
    unit: 'percent',
  },
  announce_duck: {
    doc: 'By how much the volume of the music is lowered during an announcement, in percent (0: not at all; 100: silent)',
    format: 'percent',
    default: 50,
    unit: 'percent',
  },
  announce_longest: {
    doc: 'Maximum length of an announcement; a longer one is cut',
    format: 'duration',
    default: '2m',
    range: ['1s', '10m'],
  },
  announce_largest: {
    doc: 'Maximum size of the sound of an announcement, in megabytes',
    format: 'whole',
    default: 20,
    range: [1, 200],
    unit: 'MB',
  },
  fetch_from: {
    doc: 'Places on this machine from which announcements and addresses to play may come, such as [127.0.0.1:8123] for a Home Assistant on it',
    format: 'places',
    default: [],
    fixed: true,
  },
};
