import type { KeySection } from './key.ts';
import { UP_TO_A_WEEK } from './key.ts';

export const MUSIC_KEYS: KeySection = {
  order: {
    doc: 'Where music comes from, first choice first: youtube, subsonic (your music server), music_assistant, streams, library, composed, loops; a source that is left out is never used',
    format: 'sources',
    default: ['youtube', 'streams', 'library', 'composed', 'loops'],
  },
  mapping: {
    doc: 'File that says which music fits which mood; empty: the file that comes with moodbox',
    format: 'text',
    default: '',
    names: 'file',
  },
  preset: {
    doc: 'Preset to use from that file: gentle (section 6.2 of the paper) or paper-query (section 3.3)',
    format: 'text',
    default: 'gentle',
  },
  library: { doc: 'Folder with your own music, with a subfolder for each mood; empty: none', format: 'text', default: '' },
  composed: {
    doc: 'How moodbox composes. pieces: whole pieces of three to five minutes; follow: endless music that goes over to another mood without a break',
    format: ['pieces', 'follow'],
    default: 'pieces',
  },
  composed_cache: {
    doc: 'How much disk space the music may take that moodbox composes itself, in megabytes (an hour is about 40); a piece in the making takes up to 60 more',
    format: 'whole',
    default: 500,
    range: [50, 100_000],
    unit: 'MB',
  },
  change: {
    doc: 'When the music changes. gentle: at the end of a track, or mid-track after change_after; eager: as soon as the mood changes',
    format: ['gentle', 'eager'],
    default: 'gentle',
  },
  change_after: {
    doc: 'gentle: how long the mood must differ before a track is cut short; eager: shortest time between two changes; auto: 4m (gentle) or 60s (eager)',
    format: 'duration-or-auto',
    default: 'auto',
    range: UP_TO_A_WEEK,
  },
  manner: {
    doc: 'match: music that fits the mood; lift: from sad, angry, frightened or disgusted, lead the room to calm music, then to happy music',
    format: ['match', 'lift'],
    default: 'match',
  },
  lift_step: {
    doc: 'Length of a lift step; it then goes on to the end of the track (twice this long at most)',
    format: 'duration',
    default: '5m',
    range: ['1s', '24h'],
  },
  day: {
    doc: "Search words for some hours, such as ['07:00-10:00 bright acoustic', '19:00-23:00 calm jazz / calm piano']; words on either side of / take turns",
    format: 'day',
    default: [],
  },
  instrumental: { doc: 'Only music without singing, as far as titles tell', format: 'flag', default: false },
  language: { doc: 'Languages of the songs, such as [german, french], which take turns; empty: any', format: 'texts', default: [] },
  shortest: { doc: 'Minimum video length', format: 'duration', default: '1m', range: ['0s', '24h'] },
  longest: { doc: 'Maximum video length', format: 'duration', default: '1h', range: ['1s', '168h'] },
  away: { doc: 'What the music does when everybody has left: stop or continue', format: ['stop', 'continue'], default: 'stop' },
  away_fade: { doc: 'How long the music fades out when everybody has left', format: 'duration', default: '30s', range: ['0s', '1h'] },
  ytdlp: {
    doc: "The yt-dlp program; auto: the copy that moodbox keeps up to date, or Debian's if there is none",
    format: 'text',
    default: 'auto',
    names: 'program',
  },
  ytdlp_socket: {
    doc: "Socket of the service's unit that runs yt-dlp under a user of its own, if it is there; empty: moodbox runs yt-dlp itself",
    format: 'text',
    default: '/run/moodbox-youtube.socket',
    fixed: true,
  },
  ytdlp_updates: {
    doc: 'Where moodbox update-ytdlp gets yt-dlp from: nightly or stable (github.com/yt-dlp), an https:// address with the same layout, or off',
    format: 'releases',
    default: 'nightly',
    fixed: true,
  },
};

export const SUBSONIC_KEYS: KeySection = {
  url: {
    doc: 'Address of your music server (Navidrome, gonic, Jellyfin, supysonic), such as http://nas.local:4533; empty: none; music.order says when it plays',
    format: 'music-server',
    default: '',
    fixed: true,
  },
  username: { doc: 'User name on the music server', format: 'text', default: '' },
  password: { doc: 'Password on the music server; password_file is safer', format: 'text', default: '', sensitive: true },
  password_file: { doc: 'File that holds the password (such as a systemd credential)', format: 'text', default: '', names: 'file' },
  plain_password: {
    doc: 'Send the password itself over plain http, which others in the network can read, to a server that takes nothing else (supysonic)',
    format: 'flag',
    default: false,
    fixed: true,
  },
  ca: {
    doc: 'For an https server of your own: the file of its certificate, or of the authority that signed it; empty: the authorities of this machine',
    format: 'text',
    default: '',
    names: 'file',
  },
  give_back: {
    doc: 'What the server is told: off (nothing), plays (which songs were played to the end) or stars (that, and a star for what somebody likes)',
    format: ['off', 'plays', 'stars'],
    default: 'off',
  },
};

export const MUSIC_ASSISTANT_KEYS: KeySection = {
  url: {
    doc: 'Address of your Music Assistant, such as http://homeassistant.local:8095; empty: none; music.order says when it plays',
    format: 'music-server',
    default: '',
    fixed: true,
  },
  token_file: {
    doc: 'File that holds a token of Music Assistant (such as a systemd credential)',
    format: 'text',
    default: '',
    names: 'file',
  },
  player: { doc: 'The player of Music Assistant that plays, by its name or id', format: 'text', default: '' },
};
