import { execFile } from 'node:child_process';
import { open, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const RATE = 48_000;
const FRAME = 4;
const HEADER = 44;

/** How loud a pitch is in the newest `seconds` of a growing WAV file (48 kHz, stereo, 16 bit), in dB; a band 40 Hz wide. */
export async function loudness(file: string, hertz: number, seconds: number): Promise<number> {
  const samples = await newest(file, seconds);
  if (samples.length < RATE * FRAME) return Number.NEGATIVE_INFINITY;
  const band = `bandpass=f=${hertz}:width_type=h:w=40`;
  const args = [
    '-v',
    'info',
    '-f',
    's16le',
    '-ar',
    String(RATE),
    '-ac',
    '2',
    '-i',
    'pipe:0',
    '-af',
    `${band},${band},volumedetect`,
    '-f',
    'null',
    '-',
  ];
  const running = promisify(execFile)('ffmpeg', args, { maxBuffer: 1 << 22 });
  running.child.stdin?.end(samples);
  const found = /mean_volume: (-?[\d.]+|-inf) dB/.exec((await running).stderr);
  return found ? Number(found[1]) || Number.NEGATIVE_INFINITY : Number.NaN;
}

async function newest(file: string, seconds: number): Promise<Buffer> {
  const frames = Math.floor(((await stat(file)).size - HEADER) / FRAME);
  const wanted = Math.min(Math.max(0, frames), Math.round(seconds * RATE));
  const samples = Buffer.alloc(wanted * FRAME);
  await using handle = await open(file);
  await handle.read(samples, 0, samples.length, HEADER + (frames - wanted) * FRAME);
  return samples;
}
