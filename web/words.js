/** Every text of the page, in one place. Each function takes a report, or a part of one, and returns plain text. */

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
  unknown: 'Unknown',
};
/** What a face shows, in the words that people use about somebody across the room. */
const EXPRESSION = {
  angry: 'angry',
  disgust: 'disgusted',
  fear: 'afraid',
  happy: 'smiling',
  sad: 'sad',
  surprise: 'surprised',
  neutral: 'neutral',
};
const SOURCE = { youtube: 'From YouTube', library: 'From your music', streams: 'Radio', composed: 'Composed for you', loops: 'Built-in music' };
const BECAUSE = { liked: 'because you liked it', lift: 'to lift the mood' };
const UNPLAYED = {
  unplayable: 'This track cannot be played.',
  timeout: 'This track took too long to start.',
  'player-died': 'The player stopped unexpectedly.',
};

const WILL = { playing: 'Music plays', paused: 'Music is paused', stopped: 'Music is stopped' };

export const moodWord = (mood) => MOOD[mood] || mood;
export const percentOf = (share) => `${Math.round(share * 100)} %`;

/** The emotion with the highest score; the first of the order where two are equal. */
export const strongest = (scores) => EMOTIONS.reduce((best, each) => (scores[each] > scores[best] ? each : best));

/** The mood to show; `unknown` until something shows whether anybody is here. */
export const shownMood = (report) => (isGuess(report) ? 'unknown' : report.mood);

/** Whether “Nobody here” is only an assumption: no camera is watching, or one has only just started, and no sensor reports anything. */
const isGuess = (report) =>
  report.mood === 'away' && report.override === 'auto' && report.presence.kind === 'unknown' && !(isShared(report) && report.group.sees);

/** Whether a camera is watching: this box's, or another box's in its group. */
const sees = ({ camera, group }) => camera.kind === 'watching' || (group !== undefined && group.sees);

/** What the faces show at this moment; empty if there is nothing to say. */
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
  const { override, mood, blank, camera, faces, presence } = report;
  if (override !== 'auto') return 'Chosen by hand.';
  if (isShared(report)) return agreedOf(report);
  if (camera.kind !== 'watching') return unseenOf(report);
  if (mood === 'away') return emptyOf(presence);
  if (blank !== undefined) return faces.length > 0 ? 'The mood is neutral until a face can be read.' : FACELESS[blank];
  return faces.length === 0 ? 'The mood stays as it was.' : 'What the room has been like lately.';
}

/** Why the mood is neutral while no face is in sight. */
const FACELESS = {
  unread: 'The mood is neutral until a face is seen.',
  faded: 'After a long time without a face, the mood went back to neutral.',
};

function emptyOf(presence) {
  if (presence.kind === 'absent') return nobodySince(presence);
  return presence.kind === 'present' ? 'Somebody has just come in…' : 'The camera has only just started.';
}

const NO_CAMERA = { off: 'The camera is off.', lost: 'The camera is missing.' };

function unseenOf({ camera, mood, presence }) {
  if (camera.kind === 'opening') return 'The camera is starting…';
  const why = NO_CAMERA[camera.kind];
  if (presence.kind === 'absent') return `${why} The sensor says that nobody is here.`;
  return `${why} ${mood === 'away' ? 'The box cannot tell who is here.' : 'The mood stays as it was.'}`;
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
  off: 'With the camera off, the box cannot tell whether anybody is here.',
  lost: 'Without a camera, the box cannot tell whether anybody is here.',
  opening: 'One moment: the camera is starting.',
  watching: 'Nobody has been seen so far.',
};

const nobodySince = ({ since }) => `Nobody since ${timeOf(since)}.`;

/** Whether the box is unsure about what the camera sees right now. */
export const isUnsure = (report) => report.unsure && report.override === 'auto' && report.mood !== 'away' && !isShared(report);

/** Whether the mood is that of several boxes. */
const isShared = ({ group }) => group !== undefined && group.members.length > 1;

function agreedOf({ mood, group }) {
  const boxes = `${group.members.length} boxes`;
  if (mood === 'away') return group.sees ? `Nobody is at any of the ${boxes}.` : `No camera is watching at any of the ${boxes}.`;
  return group.sees ? `Agreed by ${boxes}.` : `None of the ${boxes} sees anything. The mood stays as it was.`;
}

/** `18:30` in the visitor's own format, with the weekday if it is not today. */
function timeOf(moment) {
  const at = new Date(moment);
  const today = at.toDateString() === new Date().toDateString();
  return at.toLocaleString([], { hour: '2-digit', minute: '2-digit', ...(today ? {} : { weekday: 'long' }) });
}

export function overrideHint(report) {
  const { override, until } = report;
  if (override === 'auto') return `${decidesOf(report)} Choose a mood to hold it.`;
  return `“${moodWord(override)}” is held until ${until === undefined ? 'you choose the camera again' : timeOf(until)}.`;
}

/** Who decides on the mood while nobody has chosen one. */
function decidesOf(report) {
  const { camera } = report;
  return camera.kind !== 'watching' && isShared(report) && sees(report) ? 'The other boxes’ cameras decide.' : DECIDES[camera.kind];
}

const DECIDES = {
  watching: 'The camera decides.',
  opening: 'The camera will decide once it has started.',
  lost: 'The camera will decide once it is back.',
  off: 'The camera will decide once it is switched on.',
};

export const autoplayHint = ({ autoplay }) =>
  autoplay ? 'The music follows the mood.' : 'Off: the box still shows the mood, but the music does not follow it.';

/** Whether a capture can succeed: somebody is in sight and read surely enough. */
export const canCapture = ({ scores, unsure }) => scores !== undefined && !unsure;

/** The line above the bars: how many faces there are, unless a line above has said so already. */
export function seenOf({ camera, faces, faceSeenAt, presence }) {
  if (camera.kind !== 'watching') return presence.kind === 'unknown' ? '' : BLIND[camera.kind];
  if (faces.length === 0) return facelessOf(faceSeenAt, presence);
  const unsure = faces.filter((face) => face.unsure).length;
  if (faces.length === 1) return unsure ? 'One face in sight, unsure.' : 'One face in sight.';
  return `${faces.length} faces in sight${unsure ? `, ${unsure === faces.length ? 'all' : unsure} unsure` : ''}.`;
}

const BLIND = { off: 'The camera is off.', lost: 'The camera is missing.', opening: 'The camera is starting…' };

/** While somebody is here, the line below the mood already says that no face is in sight, and the reason says when the last one was. */
function facelessOf(faceSeenAt, presence) {
  if (presence.kind === 'present' && (presence.by === 'face' || faceSeenAt === undefined)) return '';
  if (faceSeenAt === undefined) return 'No face in sight yet.';
  const isSaid = presence.kind === 'absent' && timeOf(faceSeenAt) === timeOf(presence.since);
  return isSaid ? '' : `Last face seen: ${timeOf(faceSeenAt)}.`;
}

/** The title, and the line below it. */
export function playingOf(report) {
  const { playback, audible, noMusic, group } = report;
  if (isElsewhere(report)) return [WILL[group.will] || 'Music', `On the box “${group.plays}”. What you press here counts there.`];
  if (noMusic) return ['No music found', 'Nothing can be found or played. The box keeps trying; its log and “moodbox doctor” say why.'];
  if (playback.kind === 'silent') return ['No music', silenceOf(report)];
  if (isFading(report)) return [playback.track.title, `Fading out: ${fadingOf(report)}`];
  const from = SOURCE[playback.track.source] || playback.track.source;
  const playing = audible ? 'Playing' : 'No loudspeaker found; the box keeps looking';
  const state = { loading: 'Getting ready…', playing, paused: 'Paused' }[playback.kind];
  return [
    playback.track.title,
    state ? [state, from, ...(BECAUSE[playback.track.because] ? [BECAUSE[playback.track.because]] : [])].join(' · ') : `${UNPLAYED[playback.why] || 'This track cannot be played.'} Press Next for another.`,
  ];
}

/** Why there is no music, and what would start it. */
function silenceOf(report) {
  const { autoplay, mood, override, presence, will } = report;
  if (!autoplay) return 'Auto-play is off. Press Play, or choose a mood.';
  if (will === 'stopped') return 'The music was stopped by hand. Press Play, or choose a mood.';
  if (mood !== 'away') return 'Press Play, or choose a mood.';
  if (override === 'away') return '“Nobody here” was chosen by hand. Choose another mood, or press Play.';
  if (presence.kind === 'present') return 'Music starts in a moment.';
  const left = leftOf(report);
  const why = report.leaving ? `The music has faded out: ${left || 'everybody has left.'} ` : left && `${capital(left)} `;
  return `${why}${startsOf(report)}`;
}

/** “nobody is here” as the end of a sentence; empty if that is not known. */
function leftOf(report) {
  const { group, presence } = report;
  if (isShared(report)) return group.sees ? 'nobody is at any of the boxes.' : '';
  return presence.kind === 'absent' ? `nobody has been here since ${timeOf(presence.since)}.` : '';
}

/** What starts the music. If nothing can see somebody come in, only a person can. */
function startsOf(report) {
  const { camera, leaving, presence } = report;
  const music = leaving ? 'It' : 'Music';
  const starts = `${music} starts${leaving ? ' again' : ''}`;
  if (sees(report) || presence.kind !== 'unknown' || camera.kind === 'opening') return `${starts} when somebody comes, or when you press Play.`;
  return `${starts} when you press Play, or when the camera is ${camera.kind === 'off' ? 'switched on' : 'back'} and sees somebody.`;
}

/** Whether the music is fading out because everybody has left. */
const isFading = ({ leaving, playback }) => leaving === true && (playback.kind === 'playing' || playback.kind === 'loading');

function fadingOf(report) {
  if (report.presence.kind === 'present') return 'everybody had left. Somebody has just come in, so music begins again in a moment.';
  return `${leftOf(report) || 'everybody has left.'} Press Play if you want music.`;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Whether another box of the group plays the music. */
const isElsewhere = ({ group, id }) => group?.plays !== undefined && group.plays !== id;

/** Whether there is something to like. */
export const isHeard = (report) =>
  isElsewhere(report) ? report.group.will !== 'stopped' : report.playback.kind === 'playing' || report.playback.kind === 'paused';

/** Whether there is something to pause. Music that is fading out counts as over: Play brings music back. */
export function isSounding(report) {
  if (isElsewhere(report)) return report.group.will === 'playing';
  return !isFading(report) && (report.playback.kind === 'playing' || report.playback.kind === 'loading');
}

/** What the camera is doing. With several cameras: how many are watching, and then a line for each. */
export function cameraState({ camera, cameras, fps }) {
  if (!cameras || camera.kind === 'off') return oneCamera(camera, fps);
  const watching = cameras.filter(({ state }) => state.kind === 'watching').length;
  const all = watching > 0 ? [`Watching with ${watching} of ${cameras.length} cameras, ${Math.round(fps)} pictures a second`] : [];
  return [...all, ...cameras.map(({ name, state }) => `${name}: ${oneCamera(state)}`)].join('\n');
}

function oneCamera(camera, fps) {
  if (camera.kind === 'watching') return fps === undefined ? 'Watching' : `Watching, ${Math.round(fps)} pictures a second`;
  if (camera.kind === 'opening') return 'Starting…';
  if (camera.kind === 'off') return 'Off';
  return `Missing. ${sentence(camera.why)} The box keeps trying.`;
}

/** A reason as a full sentence. One that begins with an address is not capitalised. */
const sentence = (why) => `${/^[a-z]+ /.test(why) ? capital(why) : why}${/[.!?…]$/.test(why) ? '' : '.'}`;

/** The label of the camera's switch, and what the switch does. */
export function cameraSwitch({ camera }) {
  if (camera.kind === 'off') return ['Camera off', 'The box sees nobody. Switch it on to follow the mood again.'];
  if (camera.kind === 'lost') return ['Camera missing', 'The box keeps looking for it.'];
  return ['Camera on', 'Switch it off to stop the box from looking.'];
}

/** Whether the history is being kept. */
export function historyState({ history }) {
  if (history.kind === 'lost') return `Not kept: ${history.why}. The box keeps trying; the music plays on.`;
  if (history.kind === 'off') return 'Not kept';
  return history.setAside ? 'The old file was damaged and has been set aside; a new one was started' : 'Kept on this box';
}

const LOCAL = /^[a-z]+:\/\/(localhost|127\.|\[::1\])/;
const place = (url) => (LOCAL.test(url) ? 'the broker of this box' : url.replace(/^[a-z]+:\/\//, '').replace(/:\d+$/, ''));

export function brokerState({ broker }) {
  if (broker.kind === 'connected') return LOCAL.test(broker.url) ? 'Ready, on this box' : `Connected to ${place(broker.url)}`;
  if (broker.kind === 'connecting') return `Looking for ${place(broker.url)}…`;
  return `No connection to ${place(broker.url)}. The box keeps trying; the music plays on. (${broker.why})`;
}
