import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runForBytes } from '../../shared/process/run.ts';
import { PCM } from '../mpv/arguments.ts';
import { SOUND_ENV } from './offered.ts';

/** The tone lasts a second and a half; a card may need some seconds to open. */
const PLAY_LIMIT = ms(10_000);
const SECONDS = 1.5;
/** A fifth, one note after the other, far below full scale: nobody shall be startled. */
const NOTES = [440, 660];
const LOUDNESS = 0.18;
const FADE_SECONDS = 0.12;

/** Plays a soft tone on one device of mpv's list. Fails with a sentence if the device cannot be opened. */
export async function playTone(mpv: string, device: string, clock: Clock, signal: AbortSignal): Promise<Result<void, string>> {
  const options = { signal, limit: PLAY_LIMIT, clock, env: { ...environmentFor('mpv'), ...SOUND_ENV }, input: toneSound() };
  const ran = await runForBytes(mpv, argumentsFor(device), options);
  if (ran.kind === 'missing') return failed('mpv is missing');
  if (ran.kind === 'stopped') return failed('it does not answer');
  const isSilent =
    ran.code !== 0 || /no sound|Could not open\/initialize audio device/i.test(`${ran.stdout.toString('utf8')}${ran.stderr}`);
  return isSilent ? failed('it cannot be opened now: another program may be playing on it, or nothing is plugged in') : done(undefined);
}

const argumentsFor = (device: string): readonly string[] => [
  '--no-config',
  '--no-video',
  '--ytdl=no',
  '--load-scripts=no',
  '--input-terminal=no',
  '--msg-level=all=error',
  '--audio-fallback-to-null=no',
  '--audio-client-name=moodbox',
  `--audio-device=${device}`,
  '--demuxer=rawaudio',
  `--demuxer-rawaudio-rate=${PCM.rate}`,
  `--demuxer-rawaudio-channels=${PCM.channels}`,
  '--demuxer-rawaudio-format=s16le',
  '-',
];

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
