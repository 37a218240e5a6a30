import { hostname } from 'node:os';
import type { Config } from './schema.ts';
import { ENGINES } from './schema.ts';

/** One key: its default as a user would write it, its format, and one line that says what it is. */
export type Key = {
  readonly doc: string;
  readonly format: string | readonly string[];
  readonly default: unknown;
  readonly sensitive?: true;
};
type Section = Readonly<Record<string, Key>>;

const camera: Section = {
  source: {
    doc: 'auto (the first camera), an index, /dev/video0, /dev/v4l/by-id/…, a video file, a folder of images, or an http:// or rtsp:// address',
    format: 'text',
    default: 'auto',
  },
  sources: {
    doc: 'Several cameras instead of one, each with a name and a source: [{front: /dev/v4l/by-id/…}, {back: rtsp://…}]; what follows holds for all of them',
    format: 'cameras',
    default: [],
  },
  fps: { doc: 'How often a second the room is looked at', format: 'positive', default: 10 },
  idle_fps: { doc: 'How often a second it is looked at while nobody is there (never more often than fps)', format: 'positive', default: 3 },
  width: { doc: 'Width asked of the camera, pixels; it sends the nearest that it has', format: 'positive', default: 1280 },
  height: { doc: 'Height asked of the camera, pixels', format: 'positive', default: 720 },
  working_width: {
    doc: 'Width at which large faces are looked for, pixels; smaller ones are looked for in the picture as it comes',
    format: 'positive',
    default: 320,
  },
  reach: {
    doc: 'How far faces are looked for: normal (3 m with a lens of 70 degrees) or far (4 m, for more of the budget)',
    format: ['normal', 'far'],
    default: 'normal',
  },
  read_timeout: { doc: 'A camera that gives no picture for so long counts as lost', format: 'duration', default: '5s' },
};

const inference: Section = {
  engine: { doc: 'onnx, or tensorflow (install @tensorflow/tfjs-node for it)', format: ENGINES, default: 'onnx' },
  models: { doc: 'Folder with manifest.json; empty: the models that come with moodbox', format: 'text', default: '' },
  cascade: { doc: 'Haar cascade file; empty: the one in the models folder', format: 'text', default: '' },
  scale_factor: { doc: 'Step between the face sizes that are tried (the paper: 1.3)', format: 'positive', default: 1.3 },
  neighbours: { doc: 'Overlapping hits that make a face (the paper: 5)', format: 'positive', default: 5 },
  min_face: { doc: 'Smallest of the large faces, in pixels of a picture that is working_width wide', format: 'positive', default: 36 },
  budget: {
    doc: 'Share of one core that looking for faces may take (0 to 1); near it, new faces are looked for less often',
    format: 'share',
    default: 0.05,
  },
};

const mood: Section = {
  of: {
    doc: 'Whose mood counts: largest (the nearest face) or group (everybody, weighted by size and certainty)',
    format: ['largest', 'group'],
    default: 'largest',
  },
  hold: { doc: 'A new expression must lead for this long before it counts', format: 'duration', default: '3s' },
  margin: { doc: 'By how much a new expression or mood must lead the present one (0 to 1)', format: 'share', default: 0.1 },
  min_confidence: {
    doc: 'A face whose strongest emotion scores less, smoothed, is unsure and has no part in the mood (0 to 1; 0: every face counts)',
    format: 'share',
    default: 0.6,
  },
  smoothing: { doc: 'Time constant of the running average over a face', format: 'duration', default: '1s' },
  personal: {
    doc: 'Learn how each face usually looks while it is in sight, and read its expressions against that; nothing of it is kept',
    format: 'flag',
    default: true,
  },
  away_after: {
    doc: 'Without a face for this long nobody shows an expression, and nobody is away sooner than that (see presence.hold)',
    format: 'duration',
    default: '10s',
  },
  inertia: {
    doc: 'How slowly the mood follows the expressions: longer is calmer; 0s: the mood is the expression',
    format: 'duration',
    default: '45s',
  },
  fade_after: {
    doc: 'Somebody is there, but no face was seen for this long: the mood becomes neutral',
    format: 'duration',
    default: '20m',
  },
};

const presence: Section = {
  hold: { doc: 'Somebody counts as present for this long after the last face or movement', format: 'duration', default: '5m' },
  topic: {
    doc: 'MQTT topic of a presence sensor (ON or OFF), such as a radar or a PIR; empty: none, or what is sent to presence/set',
    format: 'sensor-topic',
    default: '',
  },
};

const music: Section = {
  order: {
    doc: 'Where music comes from, first choice first: youtube, streams, library, loops; what is not named is never heard',
    format: 'sources',
    default: ['youtube', 'streams', 'library', 'loops'],
  },
  mapping: { doc: 'File that says which music fits which mood; empty: the one that comes with moodbox', format: 'text', default: '' },
  preset: {
    doc: 'Which of the presets of that file to use: gentle (the paper 6.2) or paper-query (its section 3.3)',
    format: 'text',
    default: 'gentle',
  },
  library: { doc: 'Folder with music of your own, one folder a mood; empty: none', format: 'text', default: '' },
  change: {
    doc: 'gentle: at the end of a track, in the middle only after change_after; eager: as soon as the mood changes',
    format: ['gentle', 'eager'],
    default: 'gentle',
  },
  change_after: {
    doc: 'gentle: how long the mood must have been another one before a track is left; eager: music changes at most once in this time; auto: 4m or 60s',
    format: 'duration-or-auto',
    default: 'auto',
  },
  manner: {
    doc: 'match: music for the mood; lift: a sad, angry, frightened or disgusted room is led on, to calm music and then to light',
    format: ['match', 'lift'],
    default: 'match',
  },
  lift_step: {
    doc: 'A step of lift lasts so long, and then until its track ends (twice as long at most)',
    format: 'duration',
    default: '5m',
  },
  day: {
    doc: "Words to ask for at some hours, such as ['07:00-10:00 bright acoustic', '19:00-23:00 calm jazz / calm piano']; / takes turns",
    format: 'day',
    default: [],
  },
  instrumental: { doc: 'Music without singing, as far as titles tell', format: 'flag', default: false },
  language: { doc: 'Languages of the songs, such as [german, french], in turns; empty: any', format: 'texts', default: [] },
  shortest: { doc: 'Shorter videos are no music for a room', format: 'duration', default: '1m' },
  longest: { doc: 'Longer videos are none either', format: 'duration', default: '1h' },
  away: { doc: 'When everybody has left: stop the music, or continue', format: ['stop', 'continue'], default: 'stop' },
  away_fade: { doc: 'How long the music fades out when everybody has left', format: 'duration', default: '30s' },
  ytdlp: { doc: "The yt-dlp program; auto: the copy that moodbox keeps fresh, else Debian's", format: 'text', default: 'auto' },
  ytdlp_updates: {
    doc: 'Where moodbox update-ytdlp gets yt-dlp from: nightly or stable (github.com/yt-dlp), an https:// address laid out like those, or off',
    format: 'releases',
    default: 'nightly',
  },
};

const player: Section = {
  output: {
    doc: "auto, 'null' (silent; with the quotes), a part of a device's name or mpv's word for it (mpv --audio-device=help lists them), snapcast (several rooms), or pcm:FILE",
    format: 'text',
    default: 'auto',
  },
  volume: { doc: 'Volume at the first start, 0 to 100; later starts keep the last one', format: 'percent', default: 60 },
  quiet_hours: {
    doc: 'Hours in which music stays low, such as 22:00-07:00, by the clock of this machine; empty: none',
    format: 'hours',
    default: '',
  },
  quiet_volume: { doc: 'The loudest that it may be in the quiet hours, 0 to 100', format: 'percent', default: 30 },
  fade: { doc: 'How long music fades out and in when it changes', format: 'duration', default: '2s' },
  crossfade: { doc: 'Let the next track fade in while the last one fades out, instead of after it', format: 'flag', default: false },
  even_loudness: { doc: 'Make quiet and loud tracks equally loud', format: 'flag', default: true },
  mpv: { doc: 'The mpv program', format: 'text', default: 'mpv' },
};

const mqtt: Section = {
  url: { doc: 'Broker, such as mqtt://homeassistant.local or mqtts://…; empty: moodbox runs one of its own', format: 'text', default: '' },
  base_topic: { doc: 'Topics are <base_topic>/<id>/…', format: 'topic', default: 'moodbox' },
  id: { doc: 'This box in topics and in Home Assistant; letters, digits, - and _', format: 'id', default: defaultId() },
  name: { doc: 'This box as people call it', format: 'text', default: 'moodbox' },
  group: {
    doc: 'Boxes of one group agree on one mood, and one of them plays; a name like id, the same in each; empty: none',
    format: 'group',
    default: '',
  },
  discovery: { doc: 'Announce the box to Home Assistant', format: 'flag', default: true },
  discovery_prefix: { doc: "Home Assistant's discovery prefix", format: 'topic', default: 'homeassistant' },
  status_topic: { doc: "Home Assistant's birth topic", format: 'topic', default: 'homeassistant/status' },
  username: { doc: 'Name to sign in with; empty: none', format: 'text', default: '' },
  password: { doc: 'Password; better in a file of its own', format: 'text', default: '', sensitive: true },
  password_file: { doc: 'File that holds the password (a systemd credential, for instance)', format: 'text', default: '' },
  ca: { doc: 'File with the certificate authority of a private broker', format: 'text', default: '' },
  cert: { doc: 'Client certificate file', format: 'text', default: '' },
  key: { doc: 'Client key file', format: 'text', default: '' },
  verify: { doc: "Check the broker's certificate", format: 'flag', default: true },
  client_id: { doc: 'MQTT client id; empty: made from the id', format: 'text', default: '' },
  keepalive: { doc: 'Time between signs of life to the broker', format: 'duration', default: '30s' },
  version: { doc: 'MQTT version: 5, or 4 for 3.1.1', format: ['5', '4'], default: '5' },
  qos: { doc: 'How surely messages arrive: 0 at most once, 1 at least once, 2 exactly once', format: ['0', '1', '2'], default: '1' },
  broker_host: { doc: 'Where the own broker listens: 127.0.0.1, or 0.0.0.0 for the whole network', format: 'text', default: '127.0.0.1' },
  broker_port: { doc: 'Port of the own broker; 0: a free one', format: 'tcp-port', default: 1883 },
};

const web: Section = {
  host: { doc: 'Where the page listens: 127.0.0.1, or 0.0.0.0 for the whole network', format: 'text', default: '127.0.0.1' },
  port: { doc: 'Port of the page; 0: a free one', format: 'tcp-port', default: 8080 },
};

const history: Section = {
  enabled: {
    doc: 'Keep moods, tracks, skips and likes (never a picture); without it nothing is learnt from them',
    format: 'flag',
    default: true,
  },
  keep_days: { doc: 'Forget what is older than so many days', format: 'positive', default: 365 },
};

const state: Section = {
  dir: {
    doc: 'Folder for what must last; empty: /var/lib/moodbox for the service and for root, ~/.local/state/moodbox for everybody else',
    format: 'text',
    default: '',
  },
};

const log: Section = {
  level: {
    doc: 'How much to log: debug, info, warn, error or silent; what the docs say of the log is in info',
    format: ['debug', 'info', 'warn', 'error', 'silent'],
    default: 'info',
  },
};

export const SECTIONS: Readonly<Record<keyof Config, Section>> = {
  camera,
  inference,
  mood,
  presence,
  music,
  player,
  mqtt,
  web,
  history,
  state,
  log,
};

/** The environment variable of a key: `mood.away_after` is MOODBOX_MOOD_AWAY_AFTER. */
export const variableOf = (section: string, key: string): string => `MOODBOX_${section}_${key}`.toUpperCase();

function defaultId(): string {
  const fromHost = (hostname().split('.')[0] ?? '').replace(/[^a-zA-Z0-9_-]/g, '-').slice(0, 64);
  return fromHost || 'moodbox';
}
