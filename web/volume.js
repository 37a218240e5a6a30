import { say } from './parts.js';

const SENDS_MS = 200;
const SETTLES_MS = 1500;

/**
 * The slider. While a hand is on it, it shows the hand and sends at most five times a second; soon after, the box has the last
 * word again. Returns a function that shows the volume that the box reports.
 */
export function volumeSlider(slider, output, send) {
  let touched = Number.NEGATIVE_INFINITY;
  let timer;

  function draw(volume) {
    slider.value = volume;
    slider.setAttribute('aria-valuetext', `${volume} percent`);
    say(output, `${volume} %`);
  }

  function sendNow() {
    timer = undefined;
    send(slider.valueAsNumber);
  }

  slider.addEventListener('input', () => {
    touched = performance.now();
    draw(slider.valueAsNumber);
    timer = timer || setTimeout(sendNow, SENDS_MS);
  });

  return (volume) => {
    if (performance.now() - touched > SETTLES_MS) draw(volume);
  };
}
