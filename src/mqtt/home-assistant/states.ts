import type { EmotionScores } from '../../domain/emotion.ts';
import { EMOTIONS } from '../../domain/emotion.ts';
import type { Track } from '../../domain/music.ts';
import { trackOf } from '../../domain/music.ts';
import type { MoodChange, Report } from '../../domain/report.ts';
import type { Ms, Share } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { withoutSecrets } from '../../shared/secrets.ts';
import type { StateTopics, Topics } from '../topics.ts';
import { OFFLINE, ONLINE } from '../topics.ts';

/** The longest state that Home Assistant takes, characters. */
const LONGEST_STATE = 255;
const LONGEST_ATTRIBUTE = 1000;
/** Home Assistant's word for "no value"; an empty payload would delete the retained message instead. */
const NONE = 'None';

export const ON = 'ON';
export const OFF = 'OFF';

/** A report as retained messages: topic to payload, the same topics every time. */
export function statesOf(report: Report, { state }: Topics): ReadonlyMap<string, string> {
  const track = trackOf(report.playback);
  const scores = roundedScores(report.scores);
  const unsureFaces = report.faces.filter(({ unsure }) => unsure).length;
  return new Map([
    ...believed(report, state),
    [state.mood, report.mood],
    [state.moodAttributes, JSON.stringify({ ...scores, unsure: report.unsure, unsure_faces: unsureFaces, ...groupOf(report) })],
    [state.expression, report.expression],
    ...presenceOf(report, state),
    [state.scores, JSON.stringify(scores)],
    [state.confidence, hundredths(report.confidence)],
    ...facesOf(report, state),
    [state.playback, report.playback.kind],
    [state.track, track ? titleOf(track) : NONE],
    [state.trackAttributes, JSON.stringify({ ...(track && attributesOf(track, report)), ...(report.noMusic ? { no_music: true } : {}) })],
    [state.volume, String(report.volume)],
    [state.override, report.override],
    [state.overrideAttributes, JSON.stringify({ until: report.until === undefined ? null : new Date(report.until).toISOString() })],
    [state.camera, report.camera.kind === 'off' ? OFF : ON],
    ...problemOf(report, state),
    [state.autoplay, report.autoplay ? ON : OFF],
    [state.fps, String(Math.round(report.fps * 2) / 2)],
    ...machineOf(report, state),
  ]);
}

type States = readonly (readonly [topic: string, payload: string])[];

/**
 * What may be believed of the rest, told before the rest: whether anything tells the mood, the expression, and the faces. A camera that
 * is lost, off, or still opening tells nothing. The mood holds while somebody has chosen it, and while another box of the group sees. That nobody is
 * there is told once it is known: it is what a box assumes that has only just begun to look.
 */
function believed(report: Report, state: StateTopics): States {
  const { camera, group, mood, override, presence } = report;
  const watches = camera.kind === 'watching';
  const sees = watches || group?.sees === true;
  const isEmpty = mood === 'away' && presence.kind === 'absent';
  const isKnown = override !== 'auto' || isEmpty || (sees && report.assumed !== true);
  const told = (isTold: boolean): string => (isTold ? ONLINE : OFFLINE);
  return [
    [state.moodAvailability, told(isKnown)],
    [state.expressionAvailability, told(sees)],
    [state.faceAvailability, told(watches)],
  ];
}

/** Where nothing was looked at lately, nobody can say that there is no face: `OFF` would switch the lights off over people's heads. */
const facesOf = ({ faces, sees }: Report, state: StateTopics): States => [
  [state.face, sees ? (faces.length > 0 ? ON : OFF) : NONE],
  [state.people, sees ? String(faces.length) : NONE],
];

const PRESENCE = { present: ON, absent: OFF, unknown: NONE } as const;

const presenceOf = ({ presence }: Report, state: StateTopics): States => [
  [state.presence, PRESENCE[presence.kind]],
  [
    state.presenceAttributes,
    JSON.stringify({ by: presence.kind === 'present' ? presence.by : null, since: new Date(presence.since).toISOString() }),
  ],
];

/** One lost camera of several is a problem too; a camera that was switched off on purpose is none. */
function problemOf(report: Report, state: StateTopics): States {
  const reasons = lossesOf(report);
  const reason = reasons.length > 0 ? shortened(withoutSecrets(reasons.join('; ')), LONGEST_ATTRIBUTE) : null;
  return [
    [state.cameraProblem, reasons.length > 0 ? ON : OFF],
    [state.cameraProblemAttributes, JSON.stringify({ reason })],
  ];
}

/** Why cameras are lost, with their names where there are several. */
function lossesOf({ camera, cameras }: Report): readonly string[] {
  const named = cameras ?? [{ name: '', state: camera }];
  return named.flatMap(({ name, state }) => (state.kind === 'lost' ? [name === '' ? state.why : `${name}: ${state.why}`] : []));
}

/** What not every machine and not every configuration has. */
const machineOf = ({ temperature, ytdlp }: Report, state: StateTopics): States => [
  ...(temperature === undefined ? [] : [[state.temperature, String(temperature)] as const]),
  ...(ytdlp ? [[state.ytdlp, JSON.stringify({ installed_version: ytdlp.installed, latest_version: ytdlp.latest })] as const] : []),
];

/** How often what comes from the camera may be told: each change is a row in Home Assistant's database. */
const SEEN = ms(1000);
/** …and what changes with every frame. */
const RESTLESS = ms(5000);

/** …and what presence rests on, which goes to and fro while somebody looks up from a book. A change of presence takes it along at once. */
const GROUNDS = ms(60_000);

/** States whose change takes everything else with it, rested or not. Both change a few times an hour. */
export const leadsOf = ({ state }: Topics): readonly string[] => [state.mood, state.presence];

/** Topics that may change with every frame and are therefore told at most once in so long. */
export const restsOf = ({ state }: Topics): ReadonlyMap<string, Ms> =>
  new Map([
    ...[state.mood, state.expression, state.face, state.people].map((topic) => [topic, SEEN] as const),
    ...[state.moodAttributes, state.scores, state.confidence, state.fps, state.temperature].map((topic) => [topic, RESTLESS] as const),
    [state.presenceAttributes, GROUNDS] as const,
  ]);

/** A change of mood as Home Assistant's `event` wants it: JSON with `event_type`. */
export const eventOf = (change: MoodChange): string =>
  JSON.stringify({ event_type: 'mood_changed', from: change.from, to: change.to, confidence: Number(hundredths(change.confidence)) });

const hundredths = (part: Share): string => String(Math.round(part * 100));

const roundedScores = (scores: EmotionScores | undefined): object =>
  scores ? Object.fromEntries(EMOTIONS.map((emotion) => [emotion, Math.round(scores[emotion] * 100) / 100])) : {};

/** `url` stays at home: it expires, and a signed one says where the box is. */
const attributesOf = (track: Track, { audible, liked, playback }: Report): object => ({
  title: shortened(track.title, LONGEST_ATTRIBUTE),
  id: shortened(track.id, LONGEST_ATTRIBUTE),
  source: track.source,
  mood: track.mood,
  ...(track.duration === undefined ? {} : { duration_s: Math.round(track.duration / 1000) }),
  ...(track.endless ? { endless: true } : {}),
  ...(track.because ? { because: track.because } : {}),
  ...(liked ? { liked: true } : {}),
  ...(audible ? {} : { audible: false }),
  ...(playback.kind === 'failed' ? { why: playback.why } : {}),
});

/** `plays` is there once it is settled who does. */
const groupOf = ({ group }: Report): object => (group ? { group: group.name, members: group.members, plays: group.plays } : {});

const titleOf = (track: Track): string => shortened(track.title.trim() || track.id.trim(), LONGEST_STATE) || NONE;

/** At most `most` UTF-16 units, an ellipsis where something was cut, and no half of a surrogate pair. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
