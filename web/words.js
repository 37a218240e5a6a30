/** All that the page says, in one place. Every function takes a report, or a part of one, and gives plain text. */

/** In the order of the network's outputs. */
export const EMOTIONS = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'];
export const OVERRIDES = ['auto', ...EMOTIONS, 'away'];

const MOOD = {
  angry: 'Angry',
  disgust: 'Disgusted',
  fear: 'Afraid',
  happy: 'Happy',
  sad: 'Sad',
  surprise: 'Surprised',
  neutral: 'Neutral',
  away: 'Nobody here',
  auto: 'The camera',
  unknown: 'Not known',
};
/** What a face shows, as one would say it of somebody across the room. */
const EXPRESSION = {
  angry: 'angry',
  disgust: 'disgusted',
  fear: 'afraid',
  happy: 'smiling',
  sad: 'sad',
  surprise: 'surprised',
  neutral: 'calm',
};
const SOURCE = { youtube: 'From YouTube', library: 'From your music', streams: 'Radio', loops: 'Built-in music' };
const BECAUSE = { liked: 'because you liked it', lift: 'to lift the mood' };
const UNPLAYED = {
  unplayable: 'This track cannot be played.',
  timeout: 'This track took too long to start.',
  'player-died': 'The player stopped by itself.',
};

const WILL = { playing: 'Music plays', paused: 'Music is paused', stopped: 'Music is stopped' };

export const moodWord = (mood) => MOOD[mood] || mood;
export const percentOf = (share) => `${Math.round(share * 100)} %`;

/** The emotion with the highest score; the first of the order where two are equal. */
export const strongest = (scores) => EMOTIONS.reduce((best, each) => (scores[each] > scores[best] ? each : best));

/** The mood to show; `unknown` where nothing has told yet whether anybody is here. */
export const shownMood = (report) => (isGuess(report) ? 'unknown' : report.mood);

/** Nobody here is only what the box assumes: no camera looks, and no sensor speaks. */
const isGuess = (report) =>
  report.mood === 'away' && report.override === 'auto' && report.presence.kind === 'unknown' && !sees(report);

/** Whether a camera looks: this box's, or another's in its group. */
const sees = ({ camera, group }) => camera.kind === 'watching' || (group !== undefined && group.sees);

/** What the faces show at this moment; empty where there is nothing to say. */
export function nowOf(report) {
  const { expression, faces, presence, unsure } = report;
  if (!sees(report)) return '';
  if (unsure) return 'Just now: hard to read.';
  if (expression !== 'none') return `Just now: ${EXPRESSION[expression]}.`;
  if (faces.length > 0) return 'Just now: a new face.';
  return presence.kind === 'present' ? 'Just now: no face in sight.' : '';
}

/** Why the mood is what it is. */
export function whyOf(report) {
  const { override, mood, camera, faces, presence } = report;
  if (override !== 'auto') return 'Chosen by hand.';
  if (isShared(report)) return agreedOf(report);
  if (camera.kind !== 'watching') return unseenOf(report);
  if (mood === 'away') return presence.kind === 'absent' ? nobodySince(presence) : 'Somebody has just come in…';
  return faces.length === 0 ? 'No face in sight: the mood stays.' : 'What the room has been like lately.';
}

const NO_CAMERA = { off: 'The camera is off.', lost: 'The camera is missing.' };

function unseenOf({ camera, mood, presence }) {
  if (camera.kind === 'opening') return 'The camera is starting…';
  const why = NO_CAMERA[camera.kind];
  if (presence.kind === 'absent') return `${why} The sensor says that nobody is here.`;
  return `${why} ${mood === 'away' ? 'Nothing tells who is here.' : 'The mood stays as it was.'}`;
}

/** Why the box thinks that somebody is here, or that nobody is. */
export function hereOf({ camera, faces, presence }) {
  switch (presence.kind) {
    case 'present':
      return presence.by === 'face' && faces.length > 0 ? 'Somebody is here: a face is in sight.' : PRESENT[presence.by];
    case 'absent':
      return camera.kind === 'watching' ? nobodySince(presence) : `The sensor has seen nobody since ${timeOf(presence.since)}.`;
    default:
      return UNKNOWN[camera.kind];
  }
}

const PRESENT = {
  face: 'Somebody is here: a face was seen a little while ago.',
  movement: 'Somebody is here: something moved a little while ago.',
  sensor: 'The sensor says that somebody is here.',
};
const UNKNOWN = {
  off: 'With the camera off nothing tells whether somebody is here.',
  lost: 'Without a camera nothing tells whether somebody is here.',
  opening: 'One moment: the camera is starting.',
  watching: 'One moment…',
};

const nobodySince = ({ since }) => `Nobody since ${timeOf(since)}.`;

/** Whether the camera is unsure of what it sees right now. */
export const isUnsure = (report) => report.unsure && report.override === 'auto' && report.mood !== 'away' && !isShared(report);

/** Whether the mood is that of several boxes. */
const isShared = ({ group }) => group !== undefined && group.members.length > 1;

function agreedOf({ mood, group }) {
  const boxes = `${group.members.length} boxes`;
  if (mood === 'away') return group.sees ? `Nobody is at any of the ${boxes}.` : `None of the ${boxes} has a camera that looks.`;
  return group.sees ? `Agreed by ${boxes}.` : `None of the ${boxes} sees anything. The mood stays as it was.`;
}

/** `18:30` as the visitor writes it; with the day where it is not today. */
function timeOf(moment) {
  const at = new Date(moment);
  const today = at.toDateString() === new Date().toDateString();
  return at.toLocaleString([], { hour: '2-digit', minute: '2-digit', ...(today ? {} : { weekday: 'long' }) });
}

export function overrideHint({ override, until }) {
  if (override === 'auto') return 'The camera decides. Choose a mood to hold it.';
  return `“${moodWord(override)}” is held until ${until === undefined ? 'you choose the camera again' : timeOf(until)}.`;
}

export const autoplayHint = ({ autoplay }) =>
  autoplay ? 'The music follows the mood.' : 'Off: the mood is told, and the music stays as it is.';

/** Whether a capture can come to anything: somebody is seen, and surely enough. */
export const canCapture = ({ scores, unsure }) => scores !== undefined && !unsure;

/** What is above the bars. */
export function seenOf({ camera, faces, scores }) {
  if (camera.kind === 'off') return 'The camera is off.';
  if (camera.kind === 'lost') return 'There is no camera to see with.';
  if (camera.kind === 'opening') return 'The camera is starting…';
  if (faces.length === 0) return scores ? 'No face in sight just now.' : 'No face in sight yet.';
  const unsure = faces.filter((face) => face.unsure).length;
  if (faces.length === 1) return unsure ? 'One face in sight, unsure.' : 'One face in sight.';
  return `${faces.length} faces in sight${unsure ? `, ${unsure === faces.length ? 'all' : unsure} unsure` : ''}.`;
}

/** Title and line below it. */
export function playingOf(report) {
  const { playback, audible, noMusic, group } = report;
  if (isElsewhere(report)) return [WILL[group.will] || 'Music', `On the box “${group.plays}”. What you press here counts there.`];
  if (noMusic) return ['No music to be had', 'Nothing can be found or played. The box keeps trying; its log and “moodbox doctor” say why.'];
  if (playback.kind === 'silent') return ['No music', silenceOf(report)];
  const from = SOURCE[playback.track.source] || playback.track.source;
  const playing = audible ? 'Playing' : 'No loudspeaker found, the box keeps looking for it';
  const state = { loading: 'Getting ready…', playing, paused: 'Paused' }[playback.kind];
  return [
    playback.track.title,
    state ? [state, from, ...(BECAUSE[playback.track.because] ? [BECAUSE[playback.track.because]] : [])].join(' · ') : `${UNPLAYED[playback.why] || 'This track cannot be played.'} Press Next for another.`,
  ];
}

/** Why it is silent, and what would change that. */
function silenceOf(report) {
  const { autoplay, mood, override, presence, will } = report;
  if (!autoplay) return 'Auto-play is off. Press Play, or choose a mood.';
  if (will === 'stopped') return 'The music was stopped by hand. Press Play, or choose a mood.';
  if (mood !== 'away') return 'Press Play, or choose a mood.';
  if (override === 'away') return '“Nobody here” was chosen by hand. Choose another mood, or press Play.';
  const starts = 'Music starts when somebody comes, or press Play.';
  if (isShared(report)) return report.group.sees ? `Nobody is here. ${starts}` : starts;
  if (presence.kind === 'absent') return `Nobody has been here since ${timeOf(presence.since)}. ${starts}`;
  return presence.kind === 'present' ? 'Music starts in a moment.' : starts;
}

/** Whether another box of the group is the one that is heard. */
const isElsewhere = ({ group, id }) => group?.plays !== undefined && group.plays !== id;

/** Whether there is something to like. */
export const isHeard = (report) =>
  isElsewhere(report) ? report.group.will !== 'stopped' : report.playback.kind === 'playing' || report.playback.kind === 'paused';

export const isSounding = (report) =>
  isElsewhere(report) ? report.group.will === 'playing' : report.playback.kind === 'playing' || report.playback.kind === 'loading';

/** What the camera is doing; of several cameras, how many are watching, and then a line for each. */
export function cameraState({ camera, cameras, fps }) {
  if (!cameras || camera.kind === 'off') return oneCamera(camera, fps);
  const watching = cameras.filter(({ state }) => state.kind === 'watching').length;
  const all = watching > 0 ? [`Watching with ${watching} of ${cameras.length} cameras, ${Math.round(fps)} pictures a second`] : [];
  return [...all, ...cameras.map(({ name, state }) => `${name}: ${oneCamera(state)}`)].join('\n');
}

function oneCamera(camera, fps) {
  if (camera.kind === 'watching') return fps === undefined ? 'Watching' : `Watching, ${Math.round(fps)} pictures a second`;
  if (camera.kind === 'opening') return 'Starting…';
  if (camera.kind === 'off') return 'Off, nobody is seen';
  return `Missing. Is it plugged in? The box keeps looking for it. (${camera.why})`;
}

/** Whether what happens is kept. */
export function historyState({ history }) {
  if (history.kind === 'lost') return `Not kept: ${history.why}. The box keeps trying; the music plays on.`;
  if (history.kind === 'off') return 'Not kept';
  return history.setAside ? 'The old file was damaged and is set aside; a new one is begun' : 'Kept on this box';
}

const LOCAL = /^[a-z]+:\/\/(localhost|127\.|\[::1\])/;
const place = (url) => (LOCAL.test(url) ? 'the broker of this box' : url.replace(/^[a-z]+:\/\//, '').replace(/:\d+$/, ''));

export function brokerState({ broker }) {
  if (broker.kind === 'connected') return LOCAL.test(broker.url) ? 'Ready, on this box' : `Connected to ${place(broker.url)}`;
  if (broker.kind === 'connecting') return `Looking for ${place(broker.url)}…`;
  return `No connection to ${place(broker.url)}. The box keeps trying; the music plays on. (${broker.why})`;
}
