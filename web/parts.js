import { faceOf, ROUND } from './face.js';
import { moodWord, percentOf, strongest } from './words.js';

/** The pieces of the page that come in rows: one button a choice, one bar an emotion. */

/** Writes only what is different, so that screen readers and selections are left in peace. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

/** A button that asks for a mood, or for the camera to decide. */
export function chipOf(mood, choose) {
  const chip = element('button', 'chip', element('span', 'dot', faceOf(mood, ROUND)), moodWord(mood));
  Object.assign(chip, { type: 'button', value: mood });
  chip.dataset.mood = mood;
  chip.setAttribute('aria-pressed', 'false');
  chip.addEventListener('click', () => choose(mood));
  return chip;
}

/** Presses the button that is in force and lets go of the others. */
export function press(chips, chosen) {
  for (const chip of chips) chip.setAttribute('aria-pressed', String(chip.value === chosen));
}

export function barOf(emotion) {
  const line = element('span', 'line', element('span', 'fill'));
  const bar = element('li', 'bar', element('span', 'name', moodWord(emotion)), line, element('span', 'value'));
  bar.dataset.mood = emotion;
  return bar;
}

/** Draws the scores; the leading one stands out. */
export function drawBars(bars, scores) {
  const leader = strongest(scores);
  for (const bar of bars) {
    const share = scores[bar.dataset.mood];
    bar.classList.toggle('leads', bar.dataset.mood === leader);
    bar.querySelector('.fill').style.transform = `scaleX(${share})`;
    say(bar.querySelector('.value'), percentOf(share));
  }
}
