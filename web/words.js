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

/** Why the mood is what it is. */
export function whyOf(report) {
  const { override, mood, confidence, camera, faces, scores, unsure } = report;
  if (override !== 'auto') {
    if (unsure) return 'Chosen by hand. The camera is unsure.';
    return scores ? `Chosen by hand. The camera sees “${moodWord(strongest(scores))}”.` : 'Chosen by hand.';
  }
  if (isShared(report)) return agreedOf(report);
  if (camera.kind === 'off') return 'The camera is off. Nobody is seen.';
  if (camera.kind === 'lost') return 'The camera is missing. Nobody is seen.';
  if (camera.kind === 'opening') return 'The camera is starting…';
  if (mood === 'away') return faces.length === 0 ? 'The camera sees an empty room.' : 'Somebody has just come in…';
  if (unsure) return `Only ${percentOf(confidence)} sure: the mood stays.`;
  return faces.length === 0 ? 'Seen a moment ago.' : `Seen by the camera, ${percentOf(confidence)} sure.`;
}

/** Whether the mood on the poster rests on a camera that is unsure right now. */
export const isUnsure = (report) => report.unsure && report.override === 'auto' && report.mood !== 'away' && !isShared(report);

/** Whether the mood is that of several boxes. */
const isShared = ({ group }) => group !== undefined && group.members.length > 1;

function agreedOf({ mood, confidence, group }) {
  const boxes = `${group.members.length} boxes`;
  if (mood === 'away') return `None of the ${boxes} sees anybody.`;
  return confidence > 0 ? `Agreed by ${boxes}, ${percentOf(confidence)} sure.` : `Agreed by ${boxes}, a moment ago.`;
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
  const { playback, mood, audible, noMusic, group } = report;
  if (isElsewhere(report)) return [WILL[group.will] || 'Music', `On the box “${group.plays}”. What you press here counts there.`];
  if (noMusic) return ['No music to be had', 'Nothing can be found or played. The box keeps trying; its log and “moodbox doctor” say why.'];
  if (playback.kind === 'silent') {
    return ['No music', mood === 'away' ? 'Music starts when somebody is here, or press Play.' : 'Press Play, or choose a mood.'];
  }
  const from = SOURCE[playback.track.source] || playback.track.source;
  const playing = audible ? 'Playing' : 'No loudspeaker found, the box keeps looking for it';
  const state = { loading: 'Getting ready…', playing, paused: 'Paused' }[playback.kind];
  return [
    playback.track.title,
    state ? [state, from, ...(BECAUSE[playback.track.because] ? [BECAUSE[playback.track.because]] : [])].join(' · ') : `${UNPLAYED[playback.why] || 'This track cannot be played.'} Press Next for another.`,
  ];
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
