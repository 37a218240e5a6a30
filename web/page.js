import { faceOf, iconOf } from './face.js';
import { follow } from './live.js';
import { send } from './send.js';
import {
  brokerState,
  cameraState,
  EMOTIONS,
  isSounding,
  moodWord,
  OVERRIDES,
  overrideHint,
  percentOf,
  playingOf,
  seenOf,
  whyOf,
} from './words.js';

const PAUSE_ICON = 'M7 5h4v14H7zM13 5h4v14h-4z';
const PLAY_ICON = 'M7 4l13 8-13 8z';
const SLIDER_SENDS_MS = 200;
const SLIDER_SETTLES_MS = 1500;

const $ = (id) => document.getElementById(id);
const root = document.documentElement;
let newest;

/** Writes only what is different, so that screen readers and selections are left in peace. */
function say(id, text) {
  const node = $(id);
  if (node.textContent !== text) node.textContent = text;
}

async function command(asked) {
  const problem = await send(asked);
  say('problem-text', problem);
  $('problem').hidden = problem === '';
}

function show(report) {
  if (newest && newest.version !== report.version) location.reload();
  newest = report;
  root.dataset.link = 'live';
  $('lost').hidden = true;
  showMood(report);
  showMusic(report);
  showSeen(report);
  for (const chip of $('chips').children) chip.setAttribute('aria-pressed', String(chip.value === report.override));
  say('override-hint', overrideHint(report));
  say('broker-state', brokerState(report));
  say('about', `${report.id}, version ${report.version}.`);
}

function showMood(report) {
  const word = moodWord(report.mood);
  say('mood', word);
  say('why', whyOf(report));
  if (root.dataset.mood === report.mood) return;
  root.dataset.mood = report.mood;
  $('face').textContent = '';
  $('face').append(faceOf(report.mood));
  say('said', `Mood: ${word}. ${whyOf(report)}`);
  const colour = getComputedStyle(root).getPropertyValue('--mood').trim();
  document.title = `${word} · moodbox`;
  document.querySelector('link[rel=icon]').href = iconOf(report.mood, colour);
  document.querySelector('meta[name=theme-color]').content = colour;
}

function showMusic(report) {
  const [title, line] = playingOf(report);
  const sounding = isSounding(report.playback);
  say('track', title);
  say('playing', line);
  say('pause-word', sounding ? 'Pause' : 'Play');
  $('pause-icon').setAttribute('d', sounding ? PAUSE_ICON : PLAY_ICON);
  if (performance.now() - slider.touched > SLIDER_SETTLES_MS) showVolume(report.volume);
}

function showVolume(volume) {
  $('volume').value = volume;
  $('volume').setAttribute('aria-valuetext', `${volume} percent`);
  say('volume-value', `${volume} %`);
}

function showSeen(report) {
  const on = report.camera.kind !== 'off';
  say('seen', seenOf(report));
  say('camera-state', cameraState(report));
  say('camera-word', on ? 'Camera on' : 'Camera off');
  say('camera-hint', on ? 'Switch it off and nobody is seen.' : 'Nobody is seen.');
  $('camera').setAttribute('aria-checked', String(on));
  $('bars').hidden = !report.scores;
  for (const bar of $('bars').children) {
    const share = report.scores ? report.scores[bar.dataset.mood] : 0;
    bar.classList.toggle('leads', bar.dataset.mood === report.mood);
    bar.querySelector('.fill').style.transform = `scaleX(${share})`;
    const value = bar.querySelector('.value');
    if (value.textContent !== percentOf(share)) value.textContent = percentOf(share);
  }
}

/** While a hand is on the slider it shows the hand; the box has the last word soon after. */
const slider = { touched: -Infinity, timer: undefined };
function slide() {
  slider.touched = performance.now();
  showVolume($('volume').valueAsNumber);
  if (slider.timer) return;
  slider.timer = setTimeout(() => {
    slider.timer = undefined;
    command({ type: 'volume', value: $('volume').valueAsNumber });
  }, SLIDER_SENDS_MS);
}

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

function chipOf(mood) {
  const chip = element('button', 'chip', element('span', 'dot', faceOf(mood)), moodWord(mood));
  Object.assign(chip, { type: 'button', value: mood });
  chip.dataset.mood = mood;
  chip.setAttribute('aria-pressed', 'false');
  chip.addEventListener('click', () => command({ type: 'override', mood }));
  return chip;
}

function barOf(emotion) {
  const bar = element('li', 'bar', element('span', 'name', moodWord(emotion)), element('span', 'value'), element('span', 'track-line', element('span', 'fill')));
  bar.dataset.mood = emotion;
  return bar;
}

$('chips').append(...OVERRIDES.map(chipOf));
$('bars').append(...EMOTIONS.map(barOf));
$('face').append(faceOf('unknown'));
$('volume').addEventListener('input', slide);
$('pause').addEventListener('click', () => command({ type: newest && isSounding(newest.playback) ? 'pause' : 'play' }));
$('next').addEventListener('click', () => command({ type: 'next' }));
$('stop').addEventListener('click', () => command({ type: 'stop' }));
$('camera').addEventListener('click', () => command({ type: 'camera', on: $('camera').getAttribute('aria-checked') !== 'true' }));
$('dismiss').addEventListener('click', () => {
  $('problem').hidden = true;
});

const tryNow = follow({
  onReport: show,
  onLost: () => {
    root.dataset.link = 'lost';
    $('lost').hidden = false;
  },
});
$('again').addEventListener('click', tryNow);
window.addEventListener('online', tryNow);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && root.dataset.link === 'lost') tryNow();
});
