// The last hand: every loop equally loud, and no peak that a loudspeaker would clip.
import { integrated } from './measure.mjs';
import { gained, highPass } from './effects.mjs';
import { RATE } from './tape.mjs';

const TARGET_LUFS = -18;
/** Opus may overshoot by a decibel or so; this leaves room below -2 dBTP. */
const CEILING = 10 ** (-3.6 / 20);
const REACH = Math.round(0.006 * RATE);

/** The tape at -18 LUFS under the ceiling. */
export function master(raw) {
  let at = highPass(raw, 28);
  for (let round = 0; round < 3; round += 1) at = limited(gained(at, TARGET_LUFS - integrated(at)));
  return at;
}

/** Turns peaks down before they come and lets go after them: a look-ahead limiter, round the seam too. */
function limited({ left, right, length }) {
  const gain = new Float32Array(length).fill(1);
  for (let i = 0; i < length; i += 1) {
    const needed = CEILING / Math.max(Math.abs(left[i]), Math.abs(right[i]));
    if (needed >= 1) continue;
    for (let k = -REACH; k <= REACH; k += 1) {
      const at = (i + k + length) % length;
      gain[at] = Math.min(gain[at], needed);
    }
  }
  const smooth = averaged(gain, REACH);
  return { length, left: left.map((x, i) => x * smooth[i]), right: right.map((x, i) => x * smooth[i]) };
}

/** The mean over `reach` samples to either side, round the seam; never above what the widest peak allowed. */
function averaged(values, reach) {
  const width = 2 * reach + 1;
  const wrap = (i) => values[(i + values.length) % values.length];
  let total = 0;
  for (let k = -reach; k <= reach; k += 1) total += wrap(k);
  return values.map((_, i) => {
    const mean = total / width;
    total += wrap(i + reach + 1) - wrap(i - reach);
    return mean;
  });
}
