import type { MqttConfig } from '../config/schema.ts';

/** What the box says of itself, one topic each. All retained. */
export type StateTopics = {
  /** `online` where what the topic above it says can be believed, `offline` where nothing tells (no camera looks). */
  readonly moodAvailability: string;
  readonly expressionAvailability: string;
  readonly faceAvailability: string;
  readonly mood: string;
  readonly moodAttributes: string;
  readonly expression: string;
  readonly presence: string;
  readonly presenceAttributes: string;
  readonly scores: string;
  readonly confidence: string;
  readonly face: string;
  readonly people: string;
  readonly playback: string;
  readonly track: string;
  readonly trackAttributes: string;
  readonly volume: string;
  readonly cover: string;
  readonly override: string;
  readonly overrideAttributes: string;
  readonly camera: string;
  readonly cameraProblem: string;
  readonly cameraProblemAttributes: string;
  readonly autoplay: string;
  readonly fps: string;
  readonly temperature: string;
  readonly ytdlp: string;
};

/** Where the box is told what to do, one topic a command. */
export type CommandTopics = {
  readonly override: string;
  readonly volume: string;
  readonly camera: string;
  readonly autoplay: string;
  /** What a sensor of the home says. */
  readonly presence: string;
  readonly play: string;
  readonly pause: string;
  readonly next: string;
  readonly stop: string;
  readonly like: string;
  readonly capture: string;
  readonly update: string;
};

/** Every topic of one box. `config` is where Home Assistant looks for devices; `status` is where it says that it was born. */
export type Topics = {
  readonly availability: string;
  readonly state: StateTopics;
  readonly moodChanged: string;
  readonly set: CommandTopics;
  readonly config: string;
  readonly status: string;
};

export const ONLINE = 'online';
export const OFFLINE = 'offline';

/** The names that make the topics of a box. */
export type Names = Pick<MqttConfig, 'base_topic' | 'id' | 'discovery_prefix' | 'status_topic'>;

/** The topics that tell whether the box, or what it says of one thing, is there. */
export const availabilitiesOf = ({ availability, state }: Topics): readonly string[] => [
  availability,
  state.moodAvailability,
  state.expressionAvailability,
  state.faceAvailability,
];

/** Every topic on which a box retains something; the one that takes its device away first. */
export const retainedOf = ({ config, availability, state }: Topics): readonly string[] => [config, availability, ...Object.values(state)];

/** The topics of a box, `<base_topic>/<id>/…` as the configuration has them. */
export function topicsOf(config: Names): Topics {
  const of = (name: string): string => `${config.base_topic}/${config.id}/${name}`;
  return {
    availability: of('availability'),
    state: stateTopics(of),
    moodChanged: of('mood_changed'),
    set: commandTopics(of),
    config: `${config.discovery_prefix}/device/${config.id}/config`,
    status: config.status_topic,
  };
}

const stateTopics = (of: (name: string) => string): StateTopics => ({
  moodAvailability: of('mood/availability'),
  expressionAvailability: of('expression/availability'),
  faceAvailability: of('face/availability'),
  mood: of('mood'),
  moodAttributes: of('mood/attributes'),
  expression: of('expression'),
  presence: of('presence'),
  presenceAttributes: of('presence/attributes'),
  scores: of('scores'),
  confidence: of('confidence'),
  face: of('face'),
  people: of('people'),
  playback: of('playback'),
  track: of('track'),
  trackAttributes: of('track/attributes'),
  volume: of('volume'),
  cover: of('cover'),
  override: of('override'),
  overrideAttributes: of('override/attributes'),
  camera: of('camera'),
  cameraProblem: of('camera/problem'),
  cameraProblemAttributes: of('camera/problem/attributes'),
  autoplay: of('autoplay'),
  fps: of('fps'),
  temperature: of('temperature'),
  ytdlp: of('ytdlp'),
});

const commandTopics = (of: (name: string) => string): CommandTopics => ({
  override: of('override/set'),
  volume: of('volume/set'),
  camera: of('camera/set'),
  autoplay: of('autoplay/set'),
  presence: of('presence/set'),
  play: of('play/set'),
  pause: of('pause/set'),
  next: of('next/set'),
  stop: of('stop/set'),
  like: of('like/set'),
  capture: of('capture/set'),
  update: of('update/set'),
});
