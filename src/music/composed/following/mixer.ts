import type { SectionSound } from './sound.ts';
import { SOUND_FORMAT } from './sound.ts';

const { channels: CHANNELS } = SOUND_FORMAT;
const FULL_SCALE = 32_768;

/** A sound that is heard, from the frame `at` on. A section that comes again is varied: the same music from further away. */
type Heard = { readonly sound: SectionSound; at: number; readonly varied: Variation | undefined };

/**
 * A repeat is softer, darker (a low-pass filter of the first order, at 2.2 kHz) and has its sides changed. `left` and `right` are the
 * filter's state.
 */
type Variation = { left: number; right: number; readonly isSwapped: boolean };
const [SOFTER, DARKER] = [0.8, 0.25];

/** Up to here samples stay as they are; louder ones are rounded off, so that none reaches -1 dB. */
const [KNEE, CEILING] = [0.65, 0.87];

/**
 * Puts sections together without a gap: what rings on after one is mixed into the next. Where there is no next one yet, the present one
 * comes again, varied. Holds the present section and what still rings of earlier ones, and nothing else.
 */
export class Mixer {
  #present: Heard;
  #ringing: readonly Heard[] = [];
  #repeats = 0;

  constructor(first: SectionSound) {
    this.#present = { sound: first, at: 0, varied: undefined };
  }

  /** Frames until the present section is over. */
  get left(): number {
    return this.#present.sound.frames - this.#present.at;
  }

  /** How many times in a row the present section has come again. */
  get repeats(): number {
    return this.#repeats;
  }

  /** The next so many frames, interleaved. `next` is called at each joint. */
  take(frames: number, next: () => SectionSound | undefined): Int16Array {
    const mix = new Float32Array(frames * CHANNELS);
    for (let done = 0; done < frames; ) {
      if (this.left === 0) this.#turn(next());
      const span = Math.min(this.left, frames - done);
      for (const heard of [...this.#ringing, this.#present]) add(mix, done, span, heard);
      this.#ringing = this.#ringing.filter(({ at, sound }) => at * CHANNELS < sound.samples.length);
      done += span;
    }
    return whole(mix);
  }

  /** Goes on with the next section, or with the present one once more. */
  #turn(next: SectionSound | undefined): void {
    const { sound } = this.#present;
    this.#ringing = [...this.#ringing, this.#present];
    this.#repeats = next ? 0 : this.#repeats + 1;
    const varied = next ? undefined : { left: 0, right: 0, isSwapped: this.#repeats % 2 === 1 };
    this.#present = { sound: next ?? sound, at: 0, varied };
  }
}

/** Adds so many frames of a sound, and moves on in it. */
function add(mix: Float32Array, from: number, frames: number, heard: Heard): void {
  const { sound, varied } = heard;
  const start = heard.at * CHANNELS;
  const samples = sound.samples.subarray(start, start + frames * CHANNELS);
  const gain = sound.gain / FULL_SCALE;
  heard.at += frames;
  if (varied) addVaried(mix, from, samples, { gain: gain * SOFTER, varied });
  else for (let i = 0; i < samples.length; i += 1) mix[from * CHANNELS + i] = (mix[from * CHANNELS + i] ?? 0) + (samples[i] ?? 0) * gain;
}

function addVaried(mix: Float32Array, from: number, samples: Int16Array, how: { readonly gain: number; readonly varied: Variation }): void {
  const { gain, varied } = how;
  for (let i = 0; i < samples.length; i += CHANNELS) {
    varied.left += DARKER * ((samples[i] ?? 0) * gain - varied.left);
    varied.right += DARKER * ((samples[i + 1] ?? 0) * gain - varied.right);
    const at = from * CHANNELS + i;
    mix[at] = (mix[at] ?? 0) + (varied.isSwapped ? varied.right : varied.left);
    mix[at + 1] = (mix[at + 1] ?? 0) + (varied.isSwapped ? varied.left : varied.right);
  }
}

function whole(mix: Float32Array): Int16Array {
  const samples = new Int16Array(mix.length);
  for (let i = 0; i < mix.length; i += 1) samples[i] = Math.round(rounded(mix[i] ?? 0) * FULL_SCALE);
  return samples;
}

/** A sample, rounded off where it is loud. */
function rounded(sample: number): number {
  const size = Math.abs(sample);
  if (size <= KNEE) return sample;
  return Math.sign(sample) * (KNEE + (CEILING - KNEE) * Math.tanh((size - KNEE) / (CEILING - KNEE)));
}
