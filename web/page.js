import { CLOSE, faceOf, iconOf } from './face.js';
import { follow } from './live.js';
import { barOf, chipOf, drawBars, press, say } from './parts.js';
import { isKnown, learnRights, limit, may } from './rights.js';
import { send } from './send.js';
import { volumeSlider } from './volume.js';
import {
  autoplayHint,
  brokerState,
  cameraState,
  cameraSwitch,
  canCapture,
  EMOTIONS,
  hereOf,
  historyState,
  isHeard,
  isSounding,
  isUnsure,
  moodWord,
  nowOf,
  OVERRIDES,
  overrideHint,
  playingOf,
  seenOf,
  shownMood,
  whyOf,
} from './words.js';

const PAUSE_ICON = 'M7 5h4v14H7zM13 5h4v14h-4z';
const PLAY_ICON = 'M7 4l13 8-13 8z';

const $ = (id) => document.getElementById(id);
const root = document.documentElement;
let newest;
let shown;
let asking = false;

/** Sends a command. The next report shows its effect; a problem is shown at once. */
async function command(request) {
  const problem = await send(request);
  $('problem').hidden = problem === '';
  say($('problem-text'), problem);
}

/** Draws the whole page from one report. After an update of the box, it loads the new page. */
function show(report) {
  if (newest && newest.version !== report.version) location.reload();
  newest = report;
  root.dataset.link = 'live';
  if (!isKnown()) void know();
  $('lost').hidden = true;
  showMood(report);
  showMusic(report);
  showSeen(report);
  press($('chips').children, report.override);
  say($('override-hint'), overrideHint(report));
  $('autoplay').setAttribute('aria-checked', String(report.autoplay));
  $('capture').disabled = !canCapture(report) || !may('capture');
  say($('broker-state'), brokerState(report));
  say($('history-state'), historyState(report));
  showRights();
  say($('name'), report.id);
  say($('version'), `moodbox ${report.version}`);
}

function showRights() {
  for (const id of ['pause', 'next', 'stop', 'volume']) limit($(id), id);
  for (const chip of $('chips').children) limit(chip, 'override');
  say($('autoplay-hint'), limit($('autoplay'), 'autoplay', newest ? autoplayHint(newest) : ''));
  const locked = limit($('next'), 'next', '');
  $('music-locked').hidden = locked === '';
  say($('music-locked'), locked);
}

function showMood(report) {
  const mood = shownMood(report);
  const word = moodWord(mood);
  say($('mood'), word);
  say($('now'), nowOf(report));
  say($('why'), whyOf(report));
  $('unsure').hidden = !isUnsure(report);
  if (shown === mood) return;
  shown = mood;
  root.dataset.mood = mood;
  drawFace(mood);
  say($('said'), `Mood: ${word}. ${whyOf(report)}`);
  const colour = getComputedStyle(root).getPropertyValue('--mood').trim();
  document.title = `${word} · moodbox`;
  document.querySelector('link[rel=icon]').href = iconOf(mood, colour);
  document.querySelector('meta[name=theme-color]').content = colour;
}

function drawFace(mood) {
  $('face').textContent = '';
  $('face').append(faceOf(mood, CLOSE));
}

function showMusic(report) {
  const [title, line] = playingOf(report);
  const sounding = isSounding(report);
  say($('track'), title);
  say($('playing'), line);
  say($('pause-word'), sounding ? 'Pause' : 'Play');
  $('pause-icon').setAttribute('d', sounding ? PAUSE_ICON : PLAY_ICON);
  say($('like-word'), report.liked ? 'Liked' : 'Like');
  $('like').setAttribute('aria-pressed', String(report.liked));
  $('like').disabled = !isHeard(report) || !may('like');
  showVolume(report.volume);
}

function showSeen(report) {
  const on = report.camera.kind !== 'off';
  say($('here'), hereOf(report));
  say($('seen'), seenOf(report));
  say($('camera-state'), cameraState(report));
  const [word, hint] = cameraSwitch(report);
  say($('camera-word'), word);
  say($('camera-hint'), limit($('camera'), on ? 'camera_off' : 'camera_on', hint));
  $('camera').setAttribute('aria-checked', String(on));
  $('bars').hidden = !report.scores;
  if (report.scores) drawBars($('bars').children, report.scores);
}

/** The connection may be gone because somebody has changed the PINs: then this asks for a new one. */
function lost() {
  void know();
  root.dataset.link = 'lost';
  $('lost').hidden = false;
}

const showVolume = volumeSlider($('volume'), $('volume-value'), (value) => command({ type: 'volume', value }));
const isOn = (id) => $(id).getAttribute('aria-checked') === 'true';
const chosen = (mood) => command({ type: 'override', mood });
const actions = {
  pause: () => command({ type: newest && isSounding(newest) ? 'pause' : 'play' }),
  next: () => command({ type: 'next' }),
  stop: () => command({ type: 'stop' }),
  like: () => command({ type: 'like' }),
  capture: () => command({ type: 'capture' }),
  autoplay: () => command({ type: 'autoplay', on: !isOn('autoplay') }),
  camera: () => command({ type: 'camera', on: !isOn('camera') }),
  dismiss: () => {
    $('problem').hidden = true;
  },
};

/** Learns what this visitor may do, and shows it. */
async function know() {
  if (asking) return;
  asking = true;
  const known = await learnRights();
  asking = false;
  if (known && newest) show(newest);
}

drawFace('unknown');
$('chips').append(...OVERRIDES.map((mood) => chipOf(mood, chosen)));
$('bars').append(...EMOTIONS.map(barOf));
$('bars').hidden = true;
showRights(); // nothing can be pressed before the box has said who this is
for (const id of Object.keys(actions)) $(id).addEventListener('click', actions[id]);

void know();
// A tablet on the wall may never lose its connection: asking now and then keeps it logged in.
setInterval(() => void know(), 12 * 3_600_000);
const tryNow = follow({ onReport: show, onLost: lost });
$('again').addEventListener('click', tryNow);
window.addEventListener('online', tryNow);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && root.dataset.link === 'lost') tryNow();
});
