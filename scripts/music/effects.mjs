// Effects on a glued tape. Each runs over the tape twice and keeps the second turn, so that it comes round to where it began.
import { mapped, RATE, tape } from './tape.mjs';

function twice(from, makeStep) {
  const to = tape(from.length / RATE);
  const step = makeStep();
  for (let i = 0; i < 2 * from.length; i += 1) {
    const at = i % from.length;
    const [left, right] = step(from.left[at], from.right[at], at / from.length);
    to.left[at] = left;
    to.right[at] = right;
  }
  return to;
}

/** A low-pass of 12 dB an octave (a state variable filter) whose cutoff in Hz is a function of the place in the loop, 0 to 1. */
export function lowPass(from, cutoff, resonance = 0.7) {
  const channel = () => {
    let first = 0;
    let second = 0;
    return (x, g) => {
      const a = 1 / (1 + g * (g + 1 / resonance));
      const band = a * (first + g * (x - second));
      const low = second + g * band;
      first = 2 * band - first;
      second = 2 * low - second;
      return low;
    };
  };
  return twice(from, () => {
    const left = channel();
    const right = channel();
    return (l, r, turn) => {
      const g = Math.tan((Math.PI * Math.min(cutoff(turn), RATE * 0.45)) / RATE);
      return [left(l, g), right(r, g)];
    };
  });
}

/** Takes away what lies below `hertz`: one pole, gentle. */
export const highPass = (from, hertz) =>
  twice(from, () => {
    const share = Math.exp((-2 * Math.PI * hertz) / RATE);
    const low = [0, 0];
    return (l, r) => {
      low[0] = l + share * (low[0] - l);
      low[1] = r + share * (low[1] - r);
      return [l - low[0], r - low[1]];
    };
  });

function delayLine(length) {
  const line = new Float32Array(length);
  let at = 0;
  return {
    read: () => line[at],
    /** What was written so many samples ago, between two of them where it must be. */
    ago: (samples) => {
      const whole = Math.floor(samples);
      const newer = line[(at - whole + 2 * length) % length];
      const older = line[(at - whole - 1 + 2 * length) % length];
      return newer + (older - newer) * (samples - whole);
    },
    write: (x) => {
      line[at] = x;
      at = at + 1 === length ? 0 : at + 1;
    },
  };
}

/** Widens a sound: a copy of each channel 12 ms late, swaying; `turns` whole sways a loop, so that the seam is smooth. */
export const chorus = (from, turns, depth = 0.5) =>
  twice(from, () => {
    const lines = [delayLine(2048), delayLine(2048)];
    return (l, r, turn) => {
      const sway = Math.sin(2 * Math.PI * turns * turn);
      lines[0].write(l);
      lines[1].write(r);
      return [l + depth * lines[0].ago(580 + 190 * sway), r + depth * lines[1].ago(580 - 190 * sway)];
    };
  });

/** Echoes from side to side, `seconds` apart, each softer than the one before. */
export const echo = (from, seconds, feedback = 0.35) =>
  twice(from, () => {
    const lines = [delayLine(Math.round(seconds * RATE)), delayLine(Math.round(seconds * RATE))];
    return (l, r) => {
      const late = [lines[0].read(), lines[1].read()];
      lines[0].write((l + r) / 2 + feedback * late[1]);
      lines[1].write(feedback * 1.2 * late[0]);
      return late;
    };
  });

const LINES = [1433, 1601, 1867, 2053, 2251, 2399, 2633, 2851];

/** A hall: a network of eight delays that feed each other through a Householder mirror (Jot). Gives the reflections alone. */
export const hall = (from, seconds, damping = 0.35) =>
  twice(from, () => {
    const lines = LINES.map((length) => delayLine(length));
    const gains = LINES.map((length) => 10 ** ((-3 * length) / (seconds * RATE)));
    const dull = new Float32Array(LINES.length);
    const out = new Float32Array(LINES.length);
    // Plain loops: this runs eight times for each of some four million samples.
    return (l, r) => {
      let sum = 0;
      for (let i = 0; i < 8; i += 1) {
        dull[i] = lines[i].read() * (1 - damping) + dull[i] * damping;
        out[i] = dull[i] * gains[i];
        sum += out[i];
      }
      for (let i = 0; i < 8; i += 1) lines[i].write((i % 2 ? r : l) * 0.5 + out[i] - sum / 4);
      return [out[0] + out[2] + out[4] - out[6], out[1] + out[3] + out[5] - out[7]];
    };
  });

/** The same, louder or softer by decibels. */
export const gained = (from, decibels) => mapped(from, (x) => x * 10 ** (decibels / 20));
