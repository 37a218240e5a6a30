import { words } from '../../words/words.ts';

const t = words('upkeep');

/** The checks that have a name of their own in the words. */
const NAMED = {
  camera: 'check_camera',
  model: 'check_model',
  music: 'check_music',
  mpv: 'check_mpv',
  'yt-dlp': 'check_ytdlp',
  composer: 'check_composer',
  audio: 'check_audio',
  broker: 'check_broker',
  page: 'check_page',
  presence: 'check_presence',
  disk: 'check_disk',
  clock: 'check_clock',
  trust: 'check_trust',
  system: 'check_system',
  voice: 'check_voice',
  doctor: 'check_doctor',
} as const;

/** The name of a check for people. One of several cameras keeps its own name: `camera front`. */
export function checkName(name: string): string {
  const [kind = '', ...own] = name.split(' ');
  const key = Object.entries(NAMED).find(([known]) => known === kind)?.[1];
  if (key === undefined) return name;
  return own.length === 0 ? t(key) : `${t(key)} ${own.join(' ')}`;
}
