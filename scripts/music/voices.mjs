// Instruments: each makes one mono sound, about 1 at its loudest, from a pitch (MIDI number) and a length in seconds.
import { RATE } from './tape.mjs';

const SEMITONES = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** The MIDI number of a name such as C4, F#3 or Bb2. */
export function pitch(name) {
  const [, letter, bend, octave] = /^([A-G])([#b]?)(-?\d)$/.exec(name);
  return 12 * (Number(octave) + 1) + SEMITONES[letter] + (bend === '#' ? 1 : bend === 'b' ? -1 : 0);
}

const hertz = (midi) => 440 * 2 ** ((midi - 69) / 12);
const TABLE = 4096;

/** One period of a wave made of harmonics, whose strengths fall as n^-slope; `only` picks harmonics. */
function wave(harmonics, slope, only = () => true) {
  const table = new Float32Array(TABLE + 1);
  for (let n = 1; n <= harmonics; n += 1) {
    if (!only(n)) continue;
    for (let i = 0; i <= TABLE; i += 1) table[i] += Math.sin((2 * Math.PI * n * i) / TABLE) / n ** slope;
  }
  const most = table.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0);
  return table.map((x) => x / most);
}

const WARM = wave(9, 1.6);
const HOLLOW = wave(9, 1.9, (n) => n % 2 === 1);
const BRIGHT = wave(14, 1.15);
const ROUND = wave(4, 2.2);

/** Samples of a table at a frequency that a function may bend a little from moment to moment. */
function oscillate(table, frequency, seconds, bend = () => 1, phase = 0) {
  const sound = new Float32Array(Math.round(seconds * RATE));
  let at = phase * TABLE;
  for (let i = 0; i < sound.length; i += 1) {
    const whole = Math.floor(at);
    sound[i] = table[whole] + (table[whole + 1] - table[whole]) * (at - whole);
    at = (at + (TABLE * frequency * bend(i / RATE)) / RATE) % TABLE;
  }
  return sound;
}

/** Rises over `attack`, holds, and falls over `release`, all along raised cosines: no corner that could click. */
function swell(sound, attack, release) {
  const rise = Math.min(Math.round(attack * RATE), sound.length);
  const fall = Math.min(Math.round(release * RATE), sound.length);
  for (let i = 0; i < rise; i += 1) sound[i] *= 0.5 - 0.5 * Math.cos((Math.PI * i) / rise);
  for (let i = 0; i < fall; i += 1) sound[sound.length - 1 - i] *= 0.5 - 0.5 * Math.cos((Math.PI * i) / fall);
  return sound;
}

/** Falls away exponentially, to 1/1000 in `seconds`, with a soft start and end. */
function fading(sound, seconds, attack = 0.003) {
  for (let i = 0; i < sound.length; i += 1) sound[i] *= Math.exp((-6.9 * i) / (seconds * RATE));
  return swell(sound, attack, 0.05);
}

const sum = (...sounds) => sounds[0].map((_, i) => sounds.reduce((total, each) => total + (each[i] ?? 0), 0));
const scaled = (sound, by) => sound.map((x) => x * by);

/** A string section far away: two slightly detuned warm waves that swell and go. `phase` keeps voices apart. */
export function pad(midi, seconds, { attack = 1.2, release = 1.8, phase = 0, table = WARM } = {}) {
  const sway = (t) => 1 + 0.0012 * Math.sin(2 * Math.PI * (0.31 * t + phase));
  const low = oscillate(table, hertz(midi) * 0.9975, seconds + release, sway, phase);
  const high = oscillate(table, hertz(midi) * 1.0025, seconds + release, sway, (phase + 0.37) % 1);
  return swell(scaled(sum(low, high), 0.5), attack, release);
}

/** The same with odd harmonics only, as of a clarinet choir. */
export const choir = (midi, seconds, more = {}) => pad(midi, seconds, { ...more, table: HOLLOW });

/** A nylon string: Karplus and Strong's loop of noise, softened by where it is plucked and how. */
export function string(midi, seconds, random, { soft = 0.5, ring = 0.996 } = {}) {
  const period = RATE / hertz(midi) - 0.5;
  const size = Math.floor(period);
  const part = period - size;
  const loop = Float32Array.from({ length: size + 1 }, () => random() * 2 - 1);
  for (let pass = 0; pass < 2 + Math.round(soft * 6); pass += 1) {
    for (let i = 0; i <= size; i += 1) loop[i] = (loop[i] + loop[(i + 1) % (size + 1)]) / 2;
  }
  const mean = loop.reduce((total, x) => total + x, 0) / loop.length;
  const sound = new Float32Array(Math.round(seconds * RATE));
  for (let i = 0; i < sound.length; i += 1) {
    if (i <= size) sound[i] = loop[i] - mean;
    else {
      const delayed = (n) => sound[i - size - n] ?? 0;
      const here = delayed(0) * (1 - part) + delayed(1) * part;
      const before = delayed(1) * (1 - part) + delayed(2) * part;
      sound[i] = ring * (0.5 * here + 0.5 * before);
    }
  }
  const most = sound.reduce((peak, x) => Math.max(peak, Math.abs(x)), 1e-9);
  return swell(scaled(sound, 1 / most), 0.002, Math.min(0.4, seconds / 3));
}

const partial = (midi, ratio, seconds, decay, level) =>
  scaled(fading(oscillate(ROUND_SINE, hertz(midi) * ratio, seconds), decay), level);
const ROUND_SINE = wave(1, 1);

/** A wooden bar: the note and its fourth harmonic, which is soon gone. */
export const marimba = (midi, seconds = 1.2) => sum(partial(midi, 1, seconds, 1.1, 0.85), partial(midi, 3.93, seconds, 0.25, 0.22));

/** A music box: long, glassy, with the stretched partials of a steel tongue. */
export const musicBox = (midi, seconds = 2.6) =>
  sum(partial(midi, 1, seconds, 2.6, 0.75), partial(midi, 2.01, seconds, 1.2, 0.2), partial(midi, 5.4, seconds, 0.35, 0.1));

/** A bell that is heard rather than struck. */
export const bell = (midi, seconds = 5) =>
  swell(sum(partial(midi, 1, seconds, 5, 0.7), partial(midi, 2.76, seconds, 2.2, 0.14), partial(midi, 2, seconds, 3.5, 0.22)), 0.02, 0.5);

/** An electric piano: one sine that bends another, less and less (Chowning's FM). */
export function piano(midi, seconds = 3, touch = 1) {
  const sound = new Float32Array(Math.round(seconds * RATE));
  const step = (2 * Math.PI * hertz(midi)) / RATE;
  for (let i = 0; i < sound.length; i += 1) {
    const t = i / RATE;
    const tine = 0.12 * touch * Math.exp(-t * 9) * Math.sin(step * i * 14);
    sound[i] = Math.sin(step * i + touch * 1.1 * Math.exp(-t * 2.2) * Math.sin(step * i) + tine);
  }
  return fading(sound, seconds * 1.15, 0.006);
}

/** A breathy flute: few harmonics, a slow attack, a vibrato that comes late. */
export function flute(midi, seconds) {
  const vibrato = (t) => 1 + 0.004 * Math.min(1, t / 0.8) * Math.sin(2 * Math.PI * 4.8 * t);
  return swell(oscillate(ROUND, hertz(midi), seconds + 0.25, vibrato), 0.12, 0.3);
}

/** A bright synthetic pluck that closes as it fades. */
export function spark(midi, seconds = 0.4) {
  const bright = fading(oscillate(BRIGHT, hertz(midi), seconds), 0.22, 0.002);
  return sum(scaled(bright, 0.6), scaled(fading(oscillate(ROUND, hertz(midi), seconds), 0.5, 0.002), 0.4));
}

/** A round bass note. */
export const bass = (midi, seconds) => swell(fading(oscillate(WARM, hertz(midi), seconds + 0.1), seconds * 3 + 0.6, 0.008), 0.008, 0.09);

/** A soft drum: a sine that falls from 120 to 48 Hz. */
export function drum(seconds = 0.32) {
  const sound = new Float32Array(Math.round(seconds * RATE));
  let phase = 0;
  for (let i = 0; i < sound.length; i += 1) {
    phase += (2 * Math.PI * (48 + 72 * Math.exp(-i / (0.03 * RATE)))) / RATE;
    sound[i] = Math.sin(phase);
  }
  return fading(sound, seconds * 1.2, 0.002);
}

/** A breath of noise: a shaker, a brush, a wave on a beach, by its length, attack and colour (0 dark to 1 light). */
export function breath(seconds, random, { attack = 0.004, release = seconds * 0.9, colour = 0.8 } = {}) {
  const sound = new Float32Array(Math.round(seconds * RATE));
  let low = 0;
  for (let i = 0; i < sound.length; i += 1) {
    const noise = random() * 2 - 1;
    low += (0.03 + 0.72 * colour) * (noise - low);
    sound[i] = colour > 0.6 ? noise - low : low;
  }
  return swell(sound, attack, release);
}
