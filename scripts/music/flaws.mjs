// Counts what must not be in a sound: silence longer than 0.2 s, and samples at full scale. Samples are 48 kHz, two channels, 16 bits.
const RATE = 48_000;
/** 60 dB below full scale. */
const FLOOR = 33;
const LONGEST_PAUSE = 0.2 * RATE;

/** Looks at samples piece by piece; `found` is what there was so far. Silence before the first sound does not count. */
export function flawCounter() {
  const found = { clipped: 0, silences: 0, longestSilence: 0, seconds: 0 };
  let [quiet, hasBegun] = [0, false];
  const end = () => {
    if (hasBegun && quiet > LONGEST_PAUSE) found.silences += 1;
    if (hasBegun) found.longestSilence = Math.max(found.longestSilence, quiet / RATE);
    quiet = 0;
  };
  const look = (samples) => {
    for (let i = 0; i < samples.length; i += 2) {
      const size = Math.max(Math.abs(samples[i]), Math.abs(samples[i + 1]));
      if (size >= 32_767) found.clipped += 1;
      if (size < FLOOR) quiet += 1;
      else {
        end();
        hasBegun = true;
      }
    }
    found.seconds += samples.length / 2 / RATE;
  };
  return { found, look };
}
