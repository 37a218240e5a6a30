import type { Ms } from '../../domain/units.ts';
import { isDeviceId } from './device-names.ts';
import type { Filters } from './filters.ts';
import { chainOf } from './filters.ts';

/** The format of the sound files that moodbox writes: 48 kHz, two channels, 16 bits (2 bytes) for each sample. */
export const PCM = { rate: 48_000, channels: 2, bytes: 2 } as const;

const COMMON = [
  '--idle=yes',
  '--no-config',
  '--input-terminal=no',
  '--msg-level=all=error',
  '--no-video',
  '--ytdl=no',
  '--load-scripts=no',
  '--autoload-files=no', // it opens nothing that lies beside a file
  '--network-timeout=10',
  '--cache=yes',
  '--demuxer-max-bytes=16MiB',
  '--demuxer-max-back-bytes=2MiB',
  '--gapless-audio=weak',
  // What the sound server or card holds: twice mpv's own. A new volume is heard so much later, and a busy machine is heard less.
  '--pulse-buffer=200',
  '--alsa-buffer-time=200000',
  '--audio-fallback-to-null=yes',
  '--audio-client-name=moodbox',
  '--volume-max=100',
  '--replaygain-clip=no', // never clips, whatever the manual of mpv 0.35 says about it
  '--volume=0',
  // Not `reconnect_streamed`: ffmpeg takes the end of anything without a length for a break, and fetches playlists and segments of live
  // streams again and again. `TrackPlayback` opens a station again that breaks off.
  '--stream-lavf-o=reconnect=1,reconnect_delay_max=3',
];

/** The file of the output `pcm:FILE`; undefined for every other output. */
export const pcmFile = (output: string): string | undefined => (output.startsWith('pcm:') ? output.slice('pcm:'.length) : undefined);

/**
 * mpv's command line for a configured output and the socket to listen on. The output is `auto`, `null`, a device, `pcm:FILE`, or a part of
 * a device's name, which is looked up later.
 */
export function mpvArguments(output: string, socket: string, silence: Ms): readonly string[] {
  const filters = chainOf(filtersOf(output, silence));
  return [...COMMON, ...outputArguments(output), `--af=${filters}`, `--input-ipc-server=${socket}`];
}

/** The filters for a configured output: only mpv's pcm output has no clock and must be paced. */
export const filtersOf = (output: string, silence: Ms): Filters => ({ silence, paced: pcmFile(output) !== undefined });

function outputArguments(output: string): readonly string[] {
  const file = pcmFile(output);
  if (file !== undefined) return pcmArguments(file);
  if (output === 'null') return ['--ao=null'];
  return [`--audio-device=${isDeviceId(output) ? output : 'auto'}`];
}

/**
 * mpv's pcm output has no clock: left alone it writes four seconds of sound in 0.3 s, and a loop fills the disk. The filter
 * `arealtime` holds it to the wall clock (192 kB a second). Appending keeps earlier sound across tracks and restarts.
 */
function pcmArguments(file: string): readonly string[] {
  return [
    '--ao=pcm',
    `--ao-pcm-file=${file}`,
    '--ao-pcm-append=yes',
    '--ao-pcm-waveheader=no',
    `--audio-samplerate=${PCM.rate}`,
    '--audio-channels=stereo',
    '--audio-format=s16',
  ];
}
