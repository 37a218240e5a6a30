import { hostname } from 'node:os';
import type { Unit } from './field.ts';
import type { SizeRange } from './ranges.ts';
import type { SectionName, TopConfig } from './schema.ts';
import { ENGINES } from './schema.ts';

/** One key: its default as a user would write it, its format, and one line that explains it. */
export type Key = {
  readonly doc: string;
  readonly format: string | readonly string[];
  readonly default: unknown;
  readonly sensitive?: true;
  /** The value is the path of a file or folder, or a program: nobody else may be able to replace it. */
  readonly names?: 'file' | 'program';
  /** Only the file and the environment may set it, never the page: see `settable.ts`. A key that `names` something is fixed as well. */
  readonly fixed?: true;
  /** The sizes that make sense, for a number or a length of time. */
  readonly range?: SizeRange;
  readonly unit?: Unit;
};
type Section = Readonly<Record<string, Key>>;

/** For times that somebody may want to be practically endless. Node's timers end at 24 days. */
const UP_TO_A_WEEK: SizeRange = ['0s', '168h'];

const camera: Section = {
  source: {
    doc: 'auto (the first camera), an index, /dev/video0, /dev/v4l/by-id/…, a video file, a folder of images, or an http:// or rtsp:// address',
    format: 'camera',
    default: 'auto',
  },
  sources: {
    doc: 'Several cameras instead of one, each with a name and a source: [{front: /dev/v4l/by-id/…}, {back: rtsp://…}]; the keys below apply to all of them',
    format: 'cameras',
    default: [],
  },
  fps: { doc: 'How many times a second the camera is looked at', format: 'positive', default: 10, range: [0.1, 60], unit: 'per-second' },
  idle_fps: {
    doc: 'The same while nobody is there (never more than fps)',
    format: 'positive',
    default: 3,
    range: [0.1, 60],
    unit: 'per-second',
  },
  width: {
    doc: 'Picture width to ask the camera for, in pixels; it sends the nearest size that it has',
    format: 'whole',
    default: 1280,
    range: [64, 7680],
    unit: 'px',
  },
  height: { doc: 'Picture height to ask the camera for, in pixels', format: 'whole', default: 720, range: [48, 4320], unit: 'px' },
  working_width: {
    doc: 'Large faces are searched for in a picture reduced to this width, in pixels; smaller ones in the full picture',
    format: 'whole',
    default: 320,
    range: [64, 3840],
    unit: 'px',
  },
  reach: {
    doc: 'How far away faces are searched for: normal (3 m with a 70 degree lens) or far (4 m, which uses more of the budget)',
    format: ['normal', 'far'],
    default: 'normal',
  },
  read_timeout: {
    doc: 'A camera that sends no picture for this long counts as lost',
    format: 'duration',
    default: '5s',
    range: ['100ms', '10m'],
  },
  ignore: {
    doc: 'Parts of the picture where faces and movement are ignored: left, top, width and height as shares of the picture, such as [0 0 0.3 1], with several cameras [front: 0 0 0.3 1]',
    format: 'zones',
    default: [],
  },
  ca: {
    doc: "For https: the file of the camera's own certificate, or of the authority that signed it; empty: the authorities of this machine",
    format: 'text',
    default: '',
    names: 'file',
  },
  verify: { doc: 'Check the certificate of an https camera', format: 'flag', default: true },
};

const inference: Section = {
  engine: {
    doc: 'onnx, or tensorflow (needs @tensorflow/tfjs-node, which ./scripts/tfjs-node installs)',
    format: ENGINES,
    default: 'onnx',
    fixed: true,
  },
  models: {
    doc: 'Folder with the models and their manifest.json; empty: the models that come with moodbox',
    format: 'text',
    default: '',
    names: 'file',
  },
  cascade: { doc: 'Haar cascade file; empty: the one in the models folder', format: 'text', default: '', names: 'file' },
  scale_factor: {
    doc: 'Step from one face size to the next in the search (the paper: 1.3)',
    format: 'positive',
    default: 1.3,
    range: [1.01, 2],
  },
  neighbours: { doc: 'Number of overlapping hits that make a face (the paper: 5)', format: 'whole', default: 5, range: [1, 100] },
  min_face: {
    doc: 'Smallest of the large faces, in pixels of the picture that is working_width wide',
    format: 'whole',
    default: 36,
    range: [10, 1000],
    unit: 'px',
  },
  budget: {
    doc: 'Share of one CPU core that the search for faces may use (0 to 1); near that limit, new faces are searched for less often',
    format: 'share',
    default: 0.05,
  },
};

const mood: Section = {
  of: {
    doc: "Whose mood counts: largest (the nearest face) or group (everybody's, weighted by size and certainty)",
    format: ['largest', 'group'],
    default: 'largest',
  },
  hold: {
    doc: 'Debounce: a new expression must lead for this long before it counts',
    format: 'duration',
    default: '3s',
    range: ['0s', '1h'],
  },
  margin: { doc: 'Hysteresis: by how much a new expression or mood must lead the present one (0 to 1)', format: 'share', default: 0.1 },
  min_confidence: {
    doc: 'A face whose strongest smoothed score is below this is unsure and does not change the mood (0 to 1; 0: every face counts)',
    format: 'share',
    default: 0.6,
  },
  smoothing: { doc: "Time constant of the running average of each face's scores", format: 'duration', default: '1s', range: ['0s', '10m'] },
  personal: {
    doc: 'Learn how each face usually looks while it is in sight, and read its expressions against that; nothing is stored',
    format: 'flag',
    default: true,
  },
  away_after: {
    doc: 'After this long without a face the expression is `none`; the room is not away before that either (see presence.hold)',
    format: 'duration',
    default: '10s',
    range: UP_TO_A_WEEK,
  },
  inertia: {
    doc: 'How slowly the mood follows the expressions: longer is calmer; 0s: the mood is the expression',
    format: 'duration',
    default: '45s',
    range: UP_TO_A_WEEK,
  },
  fade_after: {
    doc: 'If somebody is there but no face has been seen for this long, the mood becomes neutral',
    format: 'duration',
    default: '20m',
    range: UP_TO_A_WEEK,
  },
  senses: {
    doc: 'What other devices say of how people feel (sense/set): off, beside (never against a face that is read surely) or equal (like another face)',
    format: ['off', 'beside', 'equal'],
    default: 'beside',
  },
};

const presence: Section = {
  hold: {
    doc: 'How long somebody counts as present after the last face or movement',
    format: 'duration',
    default: '5m',
    range: UP_TO_A_WEEK,
  },
  topic: {
    doc: 'MQTT topic of a presence sensor (ON or OFF), such as a radar or a PIR; empty: none, though presence/set still works',
    format: 'sensor-topic',
    default: '',
  },
};

const music: Section = {
  order: {
    doc: 'Where music comes from, first choice first: youtube, subsonic (your music server), streams, library, composed, loops; a source that is left out is never used',
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
    doc: 'How much disk space the music may take that moodbox composes itself, in megabytes (an hour is about 40)',
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

const subsonic: Section = {
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

const player: Section = {
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

const mqtt: Section = {
  url: {
    doc: 'Address of the broker, such as mqtt://homeassistant.local or mqtts://…; empty: moodbox runs its own',
    format: 'broker',
    default: '',
  },
  base_topic: { doc: 'First level of all topics: <base_topic>/<id>/…', format: 'topic', default: 'moodbox' },
  id: { doc: 'Id of this box in topics and in Home Assistant; letters, digits, - and _', format: 'id', default: defaultId() },
  name: { doc: 'Name of this box for people', format: 'text', default: 'moodbox' },
  area: {
    doc: 'Area that Home Assistant proposes for a box it has not met before, such as Kitchen; empty: none',
    format: 'text',
    default: '',
  },
  group: {
    doc: 'Group of this box, the same word in each of its boxes (letters, digits, - and _): they share one mood and one of them plays; empty: none',
    format: 'group',
    default: '',
  },
  group_secret: {
    doc: 'Secret of the group, the same in each of its boxes, 16 characters or more: a box with it listens to no others; empty: none',
    format: 'text',
    default: '',
    sensitive: true,
  },
  group_secret_file: { doc: 'File that holds the secret of the group', format: 'text', default: '', names: 'file' },
  discovery: { doc: 'Announce this box to Home Assistant', format: 'flag', default: true },
  mac: {
    doc: 'Tell Home Assistant the hardware addresses of this machine, so that all that it knows of the machine is one device; false: several boxes run here',
    format: 'flag',
    default: true,
  },
  discovery_prefix: { doc: "Home Assistant's discovery prefix", format: 'topic', default: 'homeassistant' },
  status_topic: { doc: "Home Assistant's birth topic", format: 'topic', default: 'homeassistant/status' },
  username: { doc: 'User name for the broker; empty: none', format: 'text', default: '' },
  password: { doc: 'Password for the broker; password_file is safer', format: 'text', default: '', sensitive: true },
  password_file: { doc: 'File that holds the password (such as a systemd credential)', format: 'text', default: '', names: 'file' },
  ca: { doc: "Certificate file of the authority that signed a private broker's certificate", format: 'text', default: '', names: 'file' },
  cert: { doc: 'Client certificate file', format: 'text', default: '', names: 'file' },
  key: { doc: 'Client key file', format: 'text', default: '', names: 'file' },
  verify: { doc: "Check the broker's certificate", format: 'flag', default: true },
  client_id: { doc: 'MQTT client id; empty: made from id', format: 'text', default: '' },
  keepalive: { doc: 'MQTT keep-alive interval', format: 'duration', default: '30s', range: ['0s', '18h'] },
  version: { doc: 'MQTT version: 5, or 4 for 3.1.1', format: ['5', '4'], default: '5' },
  qos: { doc: 'MQTT quality of service: 0 at most once, 1 at least once, 2 exactly once', format: ['0', '1', '2'], default: '1' },
  broker_host: {
    doc: "Address that moodbox's own broker listens on: 127.0.0.1, or 0.0.0.0 for the whole network",
    format: 'host',
    default: '127.0.0.1',
  },
  broker_port: { doc: "Port of moodbox's own broker; 0: any free port", format: 'tcp-port', default: 1883 },
  broker_cert: {
    doc: "Certificate file of moodbox's own broker; with it the network reaches the broker by TLS, on broker_tls_port; empty: no TLS",
    format: 'text',
    default: '',
    names: 'file',
  },
  broker_key: { doc: 'Key file of that certificate', format: 'text', default: '', names: 'file' },
  broker_tls_port: { doc: "Port of moodbox's own broker for TLS; 0: any free port", format: 'tcp-port', default: 8883 },
  broker_plain: {
    doc: 'With a certificate: whether broker_port stays open to the network as well, without TLS',
    format: 'flag',
    default: false,
  },
  broker_reader: {
    doc: "User name of an account of moodbox's own broker that may read the boxes and write nothing; empty: none",
    format: 'text',
    default: '',
  },
  broker_reader_password: {
    doc: 'Password of that account; broker_reader_password_file is safer',
    format: 'text',
    default: '',
    sensitive: true,
  },
  broker_reader_password_file: { doc: 'File that holds that password', format: 'text', default: '', names: 'file' },
};

const web: Section = {
  host: { doc: 'Address that the page listens on: 127.0.0.1, or 0.0.0.0 for the whole network', format: 'host', default: '127.0.0.1' },
  port: { doc: 'Port of the page; 0: any free port', format: 'tcp-port', default: 8080 },
  guests: {
    doc: 'Who may look at the page without a PIN: link (whoever has the guest link), open (everybody in the network) or off (nobody)',
    format: ['link', 'open', 'off'],
    default: 'link',
  },
  camera_on: {
    doc: 'Who may switch the camera on from the page: owner or household; the household may always switch it off',
    format: ['owner', 'household'],
    default: 'owner',
  },
  preview: {
    doc: 'What the page shows of the camera: off (no more than the moods of the faces), stage (where the faces are, without a picture) or picture (an owner may look at the live picture for five minutes at a time)',
    format: ['off', 'stage', 'picture'],
    default: 'stage',
  },
  cert: {
    doc: 'For https: the file of the certificate with those that lead to its authority (PEM); empty: plain http',
    format: 'text',
    default: '',
    names: 'file',
  },
  key: { doc: "For https: the file of the certificate's key (PEM, without a password)", format: 'text', default: '', names: 'file' },
  proxies: {
    doc: "Reverse proxies that tell the visitor's address, such as [127.0.0.1, 192.168.1.2]; empty: none",
    format: 'networks',
    default: [],
    fixed: true,
  },
  frame_ancestors: {
    doc: 'Pages that may show this one in a frame, by their origin, such as [http://homeassistant.local:8123]; empty: none',
    format: 'origins',
    default: [],
  },
  discoverable: {
    doc: 'Announce the page in the local network (with avahi-utils), so that Home Assistant finds this box; only where web.host opens the page to others',
    format: 'flag',
    default: true,
  },
  metrics: {
    doc: 'Answer Prometheus at /metrics; guests and above also get the mood, and strangers only how the box is doing',
    format: 'flag',
    default: false,
  },
};

const history: Section = {
  enabled: {
    doc: 'Remember moods, tracks, skips and likes (never a picture), and learn from the skips and likes',
    format: 'flag',
    default: true,
  },
  keep_days: { doc: 'How many days to remember', format: 'positive', default: 365, range: [0.1, 36500], unit: 'days' },
  private_statistics: {
    doc: 'Add noise to statistics that leave the box, so that nobody can tell from them whether a person was there (differential privacy)',
    format: 'flag',
    default: false,
  },
  epsilon: {
    doc: 'How much these statistics may tell of one person on one day: less is more private, and needs more days (ε)',
    format: 'positive',
    default: 1,
    range: [0.01, 20],
  },
};

const update: Section = {
  url: {
    doc: 'On a box from the image: a folder at an https:// address that is looked at daily for a newer image; empty: none. Nothing is installed by itself',
    format: 'update-folder',
    default: '',
    fixed: true,
  },
};

const state: Section = {
  dir: {
    doc: 'Folder for what must survive a restart; empty: /var/lib/moodbox for the service and root, ~/.local/state/moodbox for anybody else',
    format: 'text',
    default: '',
    fixed: true,
  },
};

const log: Section = {
  level: {
    doc: 'How much to log: debug, info, warn, error or silent; the docs describe the log at info',
    format: ['debug', 'info', 'warn', 'error', 'silent'],
    default: 'info',
  },
};

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

function defaultId(): string {
  const fromHost = (hostname().split('.')[0] ?? '').replace(/[^a-zA-Z0-9_-]/g, '-').slice(0, 64);
  return fromHost || 'moodbox';
}
