import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runForBytes } from '../../shared/process/run.ts';
import type { PcmFormat } from '../../shared/wav-header.ts';
import { SOUND_ENV } from './offered.ts';

/** A card may need some seconds to open. */
const OPENING = ms(8500);

/** `device`: mpv's own word for it. */
export type SoundOutput = { readonly mpv: string; readonly device: string; readonly clock: Clock; readonly signal: AbortSignal };
/** SampledSound as raw samples, signed and of 16 bits, in this format. */
export type SampledSound = { readonly samples: Uint8Array; readonly format: PcmFormat };

/** Plays a short sound once, beside whatever else plays there. Fails with the end of a sentence if the device cannot be opened. */
export async function playSound({ mpv, device, clock, signal }: SoundOutput, sound: SampledSound): Promise<Result<void, string>> {
  const limit = ms(OPENING + lengthOf(sound));
  const options = { signal, limit, clock, env: { ...environmentFor('mpv'), ...SOUND_ENV }, input: sound.samples };
  const ran = await runForBytes(mpv, argumentsFor(device, sound.format), options);
  if (ran.kind === 'missing') return failed('mpv is missing');
  if (ran.kind === 'stopped') return failed('it does not answer');
  const isSilent =
    ran.code !== 0 || /no sound|Could not open\/initialize audio device/i.test(`${ran.stdout.toString('utf8')}${ran.stderr}`);
  return isSilent ? failed('it cannot be opened now: another program may be playing on it, or nothing is plugged in') : done(undefined);
}

/** How long a sound lasts. */
export const lengthOf = ({ samples, format: { rate, channels, bytes } }: SampledSound): Ms =>
  ms((samples.length / (rate * channels * bytes)) * 1000);

const argumentsFor = (device: string, { rate, channels }: PcmFormat): readonly string[] => [
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
  `--demuxer-rawaudio-rate=${rate}`,
  `--demuxer-rawaudio-channels=${channels}`,
  '--demuxer-rawaudio-format=s16le',
  '-',
];
