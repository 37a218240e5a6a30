import { camerasIn, camerasOf } from './cameras.ts';
import type { Config } from './schema.ts';
import { zonesIn } from './zones.ts';

/** Values that are valid by themselves but not together. Values that are invalid by themselves are ignored here. */
export const contradictions = ({
  camera,
  inference,
  mqtt,
  music,
  music_assistant,
  presence,
  subsonic,
  venue,
  web,
}: Pick<
  Config,
  'camera' | 'inference' | 'mqtt' | 'music' | 'music_assistant' | 'presence' | 'subsonic' | 'venue' | 'web'
>): readonly string[] => [
  ...oneOrSeveral(camera),
  ...zonesWithoutCamera(camera),
  ...facesThatFit(camera, inference),
  ...certificateWithKey('mqtt', mqtt),
  ...certificateWithKey('web', web),
  ...ownBroker(mqtt),
  ...groupSecret(mqtt),
  ...ownTopicAsSensor(String(presence.topic), mqtt),
  ...shortestAndLongest(music),
  ...serverWithLogin(subsonic),
  ...assistantWithPlayer(music_assistant),
  ...venueAlone(venue, mqtt),
];

/** The boxes of a group tell each other how faces were read, over a broker that anybody may have an account of. */
function venueAlone(venue: boolean, { group }: Config['mqtt']): readonly string[] {
  const both = venue === true && group !== '';
  return both
    ? ['venue and mqtt.group do not go together: use one box with several cameras (camera.sources), or leave one of the two out']
    : [];
}

function oneOrSeveral({ source, sources }: Config['camera']): readonly string[] {
  const both = source !== 'auto' && sources.length > 0;
  return both ? ['camera.source and camera.sources are both set: keep camera.source for one camera, or camera.sources for several'] : [];
}

/** A zone that belongs to no camera would protect nobody. */
function zonesWithoutCamera({ ignore, source, sources }: Config['camera']): readonly string[] {
  const names = camerasOf({ source, sources: readableOr(() => camerasIn(sources), []) }).map(({ name }) => name);
  const strange = readableOr(() => zonesIn(ignore), []).filter(({ camera }) => !names.includes(camera));
  return strange.map(({ camera }) =>
    sources.length === 0
      ? `camera.ignore names the camera '${camera}', but camera.sources names none: leave the name out`
      : `camera.ignore needs the name of a camera for each rectangle (${names.join(', ')})${camera === '' ? '' : `, not '${camera}'`}`,
  );
}

/** No face that has to be wider than the picture is ever found. */
function facesThatFit({ working_width }: Config['camera'], { min_face }: Config['inference']): readonly string[] {
  const wrong = min_face >= working_width;
  return wrong ? [`inference.min_face (${min_face}) must be less than camera.working_width (${working_width})`] : [];
}

/** Half of an identity proves nothing. */
function certificateWithKey(section: 'mqtt' | 'web', { cert, key }: Pick<Config['mqtt'], 'cert' | 'key'>): readonly string[] {
  const wrong = (cert === '') !== (key === '');
  return wrong ? [`${section}.cert and ${section}.key belong together: ${section}.${cert === '' ? 'cert' : 'key'} is missing`] : [];
}

/** Settings of moodbox's own broker that have no effect, or are not safe. */
function ownBroker({ broker_cert, broker_key, broker_reader, username, ...mqtt }: Config['mqtt']): readonly string[] {
  const isHalf = (broker_cert === '') !== (broker_key === '');
  const missing = broker_cert === '' ? 'mqtt.broker_cert' : 'mqtt.broker_key';
  const hasReader = broker_reader !== '';
  const isOpen = mqtt.broker_reader_password === '' && mqtt.broker_reader_password_file === '';
  return [
    ...(isHalf ? [`mqtt.broker_cert and mqtt.broker_key belong together: ${missing} is missing`] : []),
    ...(hasReader && isOpen ? ['mqtt.broker_reader needs a password: set mqtt.broker_reader_password_file'] : []),
    ...(hasReader && username === '' ? ['mqtt.broker_reader needs mqtt.username too: without it everybody may write to the broker'] : []),
    ...(hasReader && username === broker_reader ? ['mqtt.broker_reader must be another name than mqtt.username'] : []),
  ];
}

/** Characters of a group's secret: whoever overhears a message can try one secret after another on it. */
export const SHORTEST_SECRET = 16;

function groupSecret({ group, group_secret, group_secret_file }: Config['mqtt']): readonly string[] {
  if (group_secret === '' && group_secret_file === '') return [];
  if (group === '') return ['mqtt.group_secret needs mqtt.group: the secret is for the messages between the boxes of a group'];
  const isShort = group_secret_file === '' && group_secret.length < SHORTEST_SECRET;
  return isShort ? [`mqtt.group_secret must have ${SHORTEST_SECRET} characters or more (openssl rand -hex 16 makes one)`] : [];
}

/** A box that listened to its own topic as a sensor would confirm itself for ever. */
function ownTopicAsSensor(topic: string, { base_topic, id, group, status_topic }: Config['mqtt']): readonly string[] {
  const own = [`${base_topic}/${id}/`, ...(group === '' ? [] : [`${base_topic}/group/${group}/`])];
  if (own.some((start) => topic.startsWith(start)))
    return [
      `presence.topic (${topic}) is a topic of this box itself: name the sensor's own topic, or leave it empty and send to presence/set`,
    ];
  return topic !== '' && topic === status_topic
    ? [`presence.topic is also mqtt.status_topic (${topic}), which says nothing about presence`]
    : [];
}

function shortestAndLongest({ longest, shortest }: Config['music']): readonly string[] {
  const wrong = shortest >= longest;
  return wrong ? [`music.shortest (${spanOf(shortest)}) must be less than music.longest (${spanOf(longest)})`] : [];
}

/** No music server lets anybody in without a name and a password. */
function serverWithLogin({ url, username, password, password_file }: Config['subsonic']): readonly string[] {
  if (url === '') return [];
  return [
    ...(username === '' ? ['subsonic.url needs subsonic.username: the user name on the music server'] : []),
    ...(password === '' && password_file === '' ? ['subsonic.url needs a password: set subsonic.password_file'] : []),
  ];
}

/** Music Assistant has as many players as the home has loudspeakers, and none of them is ours by itself. */
function assistantWithPlayer({ player, url }: Config['music_assistant']): readonly string[] {
  const wrong = url !== '' && player === '';
  return wrong ? ['music_assistant.url needs music_assistant.player: the name of the player there that moodbox may use'] : [];
}

const spanOf = (span: number): string => (span % 60_000 === 0 ? `${span / 60_000}m` : `${span / 1000}s`);

/** What cannot be read is a problem of its own, which has been reported. */
function readableOr<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
