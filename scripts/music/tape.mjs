// Stereo tapes whose end is glued to their beginning: what rings past the end is heard again at the start.

export const RATE = 48_000;

/** A generator of numbers in [0, 1) that always gives the same row for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A loop of `seconds`, silent at first. */
export function tape(seconds) {
  const length = Math.round(seconds * RATE);
  return { length, left: new Float32Array(length), right: new Float32Array(length) };
}

/** Adds a mono sound at a moment (seconds, any; it wraps), panned from -1 (left) to 1 (right) at constant power. */
export function place(onto, at, sound, { level = 1, pan = 0 } = {}) {
  const start = Math.round(at * RATE);
  const left = level * Math.cos(((pan + 1) * Math.PI) / 4);
  const right = level * Math.sin(((pan + 1) * Math.PI) / 4);
  let to = ((start % onto.length) + onto.length) % onto.length;
  for (let i = 0; i < sound.length; i += 1) {
    onto.left[to] += sound[i] * left;
    onto.right[to] += sound[i] * right;
    to = to + 1 === onto.length ? 0 : to + 1;
  }
}

/** The root of the mean square of both channels. */
export function rms({ left, right, length }) {
  let sum = 0;
  for (let i = 0; i < length; i += 1) sum += left[i] ** 2 + right[i] ** 2;
  return Math.sqrt(sum / (2 * length));
}

/** The same tape, so loud that its root mean square is `decibels` below full scale. */
export function levelled(from, decibels) {
  const gain = 10 ** (decibels / 20) / (rms(from) || 1);
  return mapped(from, (x) => x * gain);
}

/** The sum of tapes of one length. */
export function mixed(tapes) {
  const sum = tape(tapes[0].length / RATE);
  for (const each of tapes) {
    for (let i = 0; i < sum.length; i += 1) {
      sum.left[i] += each.left[i];
      sum.right[i] += each.right[i];
    }
  }
  return sum;
}

/** A tape made by a function of each sample. */
export const mapped = ({ left, right, length }, fn) => ({ length, left: left.map(fn), right: right.map(fn) });
