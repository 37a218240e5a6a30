import type { SourceName } from '../domain/music.ts';
import type { CameraZone } from '../domain/sight.ts';
import type { Ms, Percent, Share } from '../domain/units.ts';

/** What runs the network. */
export const ENGINES = ['onnx', 'tensorflow'] as const;
export type Engine = (typeof ENGINES)[number];

/** A named camera and where its pictures come from. Settings of a single camera would go here. */
export type CameraSource = { readonly name: string; readonly source: string };

export type CameraConfig = {
  readonly source: string;
  /** The cameras of a box with several; empty: the one camera of `source`. */
  readonly sources: readonly CameraSource[];
  readonly fps: number;
  readonly idle_fps: number;
  readonly width: number;
  readonly height: number;
  readonly working_width: number;
  readonly reach: 'normal' | 'far';
  readonly read_timeout: Ms;
  /** The parts of the pictures that are ignored. */
  readonly ignore: readonly CameraZone[];
  readonly ca: string;
  readonly verify: boolean;
};
export type InferenceConfig = {
  readonly engine: Engine;
  readonly models: string;
  readonly cascade: string;
  readonly scale_factor: number;
  readonly neighbours: number;
  readonly min_face: number;
  readonly budget: Share;
};
export type MoodConfig = {
  readonly of: 'largest' | 'group';
  readonly hold: Ms;
  readonly margin: Share;
  readonly min_confidence: Share;
  readonly smoothing: Ms;
  readonly personal: boolean;
  readonly away_after: Ms;
  readonly inertia: Ms;
  readonly fade_after: Ms;
  readonly senses: 'off' | 'beside' | 'equal';
};
export type PresenceConfig = { readonly hold: Ms; readonly topic: string };
export type MusicConfig = {
  readonly order: readonly SourceName[];
  readonly mapping: string;
  readonly preset: string;
  readonly library: string;
  readonly composed: 'pieces' | 'follow';
  /** In megabytes. */
  readonly composed_cache: number;
  readonly change: 'gentle' | 'eager';
  readonly change_after: Ms;
  readonly manner: 'match' | 'lift';
  readonly lift_step: Ms;
  /** Lines such as `07:00-10:00 bright acoustic`. */
  readonly day: readonly string[];
  readonly instrumental: boolean;
  readonly language: readonly string[];
  readonly shortest: Ms;
  readonly longest: Ms;
  readonly away: 'stop' | 'continue';
  readonly away_fade: Ms;
  readonly ytdlp: string;
  readonly ytdlp_socket: string;
  readonly ytdlp_updates: string;
};
/** A music server of one's own that speaks OpenSubsonic. An empty `url`: none. */
export type SubsonicConfig = {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly password_file: string;
  readonly plain_password: boolean;
  readonly ca: string;
  readonly give_back: 'off' | 'plays' | 'stars';
};
/** A Music Assistant, and the one of its players that plays. An empty `url`: none. */
export type MusicAssistantConfig = { readonly url: string; readonly token_file: string; readonly player: string };
export type PlayerConfig = {
  readonly output: string;
  readonly volume: Percent;
  readonly quiet_hours: string;
  readonly quiet_volume: Percent;
  readonly fade: Ms;
  readonly crossfade: boolean;
  readonly even_loudness: boolean;
  readonly voice: 'off' | 'en' | 'de' | 'fr' | 'es';
  readonly ca: string;
  readonly mpv: string;
  readonly announce_volume: Percent;
  readonly announce_duck: Percent;
  readonly announce_longest: Ms;
  /** Megabytes. */
  readonly announce_largest: number;
  readonly fetch_from: readonly string[];
};
/** Those who play their own music on the loudspeaker of the box. An empty `dismiss`: no program ends it. */
export type GuestsConfig = { readonly rest: Ms; readonly lease: Ms; readonly dismiss: string };
export type MqttConfig = {
  readonly url: string;
  readonly base_topic: string;
  readonly id: string;
  readonly name: string;
  readonly area: string;
  readonly group: string;
  readonly group_secret: string;
  readonly group_secret_file: string;
  readonly discovery: boolean;
  readonly mac: boolean;
  readonly discovery_prefix: string;
  readonly status_topic: string;
  readonly username: string;
  readonly password: string;
  readonly password_file: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly verify: boolean;
  readonly client_id: string;
  readonly keepalive: Ms;
  readonly version: '4' | '5';
  readonly qos: '0' | '1' | '2';
  readonly broker_host: string;
  readonly broker_port: number;
  readonly broker_cert: string;
  readonly broker_key: string;
  readonly broker_tls_port: number;
  readonly broker_plain: boolean;
  readonly broker_reader: string;
  readonly broker_reader_password: string;
  readonly broker_reader_password_file: string;
};
/** What the page may show of the camera: nothing but moods, where the faces are, or also the live picture. */
export type Preview = 'off' | 'stage' | 'picture';
export type WebConfig = {
  readonly host: string;
  readonly port: number;
  readonly guests: 'open' | 'link' | 'off';
  readonly camera_on: 'owner' | 'household';
  readonly preview: Preview;
  readonly cert: string;
  readonly key: string;
  /** Addresses and networks (CIDR). */
  readonly proxies: readonly string[];
  /** Origins such as `http://homeassistant.local:8123`. */
  readonly frame_ancestors: readonly string[];
  readonly discoverable: boolean;
  readonly metrics: boolean;
};
/** `keep_days`: days. */
export type HistoryConfig = {
  readonly enabled: boolean;
  readonly keep_days: number;
  readonly private_statistics: boolean;
  readonly epsilon: number;
};
/** `url`: a folder in the web with updates of the image; empty: none. `hours`: when they are installed by themselves; empty: never. */
export type UpdateConfig = { readonly url: string; readonly hours: string };
export type StateConfig = { readonly dir: string };
export type LogConfig = { readonly level: string };

/** The keys outside every section. `venue`: the box is where the public is; `venue_people`: see `keys/`. */
export type TopConfig = { readonly venue: boolean; readonly venue_people: number };

/** The whole configuration, a section for each room. Frozen; made once, by `loadConfig`. */
export type Config = TopConfig & {
  readonly camera: CameraConfig;
  readonly inference: InferenceConfig;
  readonly mood: MoodConfig;
  readonly presence: PresenceConfig;
  readonly music: MusicConfig;
  readonly subsonic: SubsonicConfig;
  readonly music_assistant: MusicAssistantConfig;
  readonly player: PlayerConfig;
  readonly guests: GuestsConfig;
  readonly mqtt: MqttConfig;
  readonly web: WebConfig;
  readonly history: HistoryConfig;
  readonly update: UpdateConfig;
  readonly state: StateConfig;
  readonly log: LogConfig;
};

/** The name of a section. */
export type SectionName = Exclude<keyof Config, keyof TopConfig>;
