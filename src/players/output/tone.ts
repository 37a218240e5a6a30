import type { Result } from '../../domain/result.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { PCM } from '../mpv/arguments.ts';
import { playSound } from './samples.ts';

const SECONDS = 1.5;
/** A fifth, one note after the other, far below full scale: nobody shall be startled. */
const NOTES = [440, 660];
const LOUDNESS = 0.18;
const FADE_SECONDS = 0.12;

/** Plays a soft tone on one device of mpv's list. Fails with a sentence if the device cannot be opened. */
export const playTone = (mpv: string, device: string, clock: Clock, signal: AbortSignal): Promise<Result<void, string>> =>
  playSound({ mpv, device, clock, signal }, { samples: toneSound(), format: PCM });

/** The tone as raw samples, in the format of `PCM`. */
export function toneSound(): Buffer {
  const frames = Math.round(SECONDS * PCM.rate);
  const sound = Buffer.alloc(frames * PCM.channels * PCM.bytes);
  for (let frame = 0; frame < frames; frame += 1) {
    const sample = Math.round(sampleAt(frame / PCM.rate) * 32_767);
    for (let channel = 0; channel < PCM.channels; channel += 1) sound.writeInt16LE(sample, (frame * PCM.channels + channel) * PCM.bytes);
  }
  return sound;
}

/** From -1 to 1. Each note fades in and out, so that nothing clicks. */
function sampleAt(seconds: number): number {
  const length = SECONDS / NOTES.length;
  const note = Math.min(NOTES.length - 1, Math.floor(seconds / length));
  const within = seconds - note * length;
  const gain = Math.min(1, within / FADE_SECONDS, (length - within) / FADE_SECONDS);
  return LOUDNESS * Math.max(0, gain) * Math.sin(2 * Math.PI * (NOTES[note] ?? 0) * seconds);
}
