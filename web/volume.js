import { say } from './parts.js';

const SENDS_MS = 200;
const SETTLES_MS = 1500;

/**
 * The volume slider. While somebody moves it, it follows the hand and sends at most five commands a second; shortly after, it shows the
 * box's volume again. Returns a function that shows the volume that the box reports.
 */
export function volumeSlider(slider, output, send) {
  let reported = 0;
  let sending;
  let settling;

  function draw(volume) {
    slider.value = volume;
    slider.setAttribute('aria-valuetext', `${volume} percent`);
    say(output, `${volume} %`);
  }

  function sendNow() {
    sending = undefined;
    send(slider.valueAsNumber);
  }

  function settle() {
    settling = undefined;
    draw(reported);
  }

  slider.addEventListener('input', () => {
    draw(slider.valueAsNumber);
    clearTimeout(settling);
    settling = setTimeout(settle, SETTLES_MS);
    sending = sending || setTimeout(sendNow, SENDS_MS);
  });

  return (volume) => {
    reported = volume;
    if (settling === undefined) draw(volume);
  };
}
