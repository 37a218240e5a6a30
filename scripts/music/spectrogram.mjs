// Draws a spectrogram: time from left to right, pitch from bottom to top (an octave is as high everywhere), loud is bright.
const [LOWEST, HIGHEST] = [55, 10_000];
/** How far below the loudest point something may be to be seen, in dB. */
const RANGE = 65;
const WINDOW = 4096;
/** From silence to the loudest: black, blue, red, yellow, white. */
const COLOURS = [[8, 8, 20], [40, 30, 110], [170, 45, 95], [245, 150, 50], [255, 250, 220]];

/** A picture of samples (one channel, from -1 to 1) in the format PPM. */
export function spectrogram(samples, { rate, width, height }) {
  const columns = Array.from({ length: width }, (_, x) => decibels(samples, Math.floor((x * (samples.length - WINDOW)) / width)));
  const loudest = Math.max(...columns.map((column) => Math.max(...column)));
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const [low, high] = [y, y + 1].map((row) => (LOWEST * (HIGHEST / LOWEST) ** (1 - row / height) * WINDOW) / rate);
    for (let x = 0; x < width; x += 1) pixels.set(colourOf((between(columns[x], high, low) - loudest) / RANGE + 1), (y * width + x) * 3);
  }
  return Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), pixels]);
}

/** The loudest of the bins from one to another. */
function between(column, from, to) {
  let most = Number.NEGATIVE_INFINITY;
  for (let bin = Math.floor(from); bin <= Math.floor(to); bin += 1) most = Math.max(most, column[bin]);
  return most;
}

function colourOf(level) {
  const at = Math.max(0, Math.min(0.9999, level)) * (COLOURS.length - 1);
  const [from, to] = [COLOURS[Math.floor(at)], COLOURS[Math.floor(at) + 1]];
  return from.map((each, i) => Math.round(each + (to[i] - each) * (at % 1)));
}

/** The spectrum of a window (Hann) that begins there, in dB. */
function decibels(samples, start) {
  const [re, im] = [new Float64Array(WINDOW), new Float64Array(WINDOW)];
  for (let i = 0; i < WINDOW; i += 1) re[reversed(i)] = samples[start + i] * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW));
  for (let size = 2; size <= WINDOW; size *= 2) butterflies(re, im, size);
  return Array.from({ length: WINDOW / 2 }, (_, i) => 10 * Math.log10(re[i] ** 2 + im[i] ** 2 + 1e-12));
}

const BITS = Math.log2(WINDOW);
const REVERSED = Uint16Array.from({ length: WINDOW }, (_, i) => Number.parseInt(i.toString(2).padStart(BITS, '0').split('').reverse().join(''), 2));
const reversed = (i) => REVERSED[i];

/** One pass of the fast Fourier transform (J. Cooley and J. Tukey, 1965). */
function butterflies(re, im, size) {
  for (let k = 0; k < size / 2; k += 1) {
    const [cos, sin] = [Math.cos((-2 * Math.PI * k) / size), Math.sin((-2 * Math.PI * k) / size)];
    for (let a = k; a < WINDOW; a += size) {
      const b = a + size / 2;
      const [x, y] = [re[b] * cos - im[b] * sin, re[b] * sin + im[b] * cos];
      [re[b], im[b]] = [re[a] - x, im[a] - y];
      re[a] += x;
      im[a] += y;
    }
  }
}
