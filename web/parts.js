import { faceOf, ROUND } from './face.js';
import { moodWord, percentOf, strongest } from './words.js';

/** The parts of the page that come in rows: a button for each mood, a bar for each emotion. */

/** Writes only text that has changed, so that screen readers and selections are not disturbed. */
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

/** Marks the chosen button as pressed and the others as not. */
export function press(chips, chosen) {
  for (const chip of chips) chip.setAttribute('aria-pressed', String(chip.value === chosen));
}

export function barOf(emotion) {
  const line = element('span', 'line', element('span', 'fill'));
  const bar = element('li', 'bar', element('span', 'name', moodWord(emotion)), line, element('span', 'value'));
  bar.dataset.mood = emotion;
  return bar;
}

/** Draws the scores and highlights the highest. */
export function drawBars(bars, scores) {
  const leader = strongest(scores);
  for (const bar of bars) {
    const share = scores[bar.dataset.mood];
    bar.classList.toggle('leads', bar.dataset.mood === leader);
    bar.querySelector('.fill').style.transform = `scaleX(${share})`;
    say(bar.querySelector('.value'), percentOf(share));
  }
}
