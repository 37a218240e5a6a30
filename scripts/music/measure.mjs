// What ffmpeg hears: loudness after EBU R 128 and the true peak.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { RATE } from './tape.mjs';

/** Left and right in turn, 32-bit floats, as ffmpeg's `f32le` wants them. */
export function interleaved({ left, right, length }) {
  const both = new Float32Array(2 * length);
  for (let i = 0; i < length; i += 1) {
    both[2 * i] = left[i];
    both[2 * i + 1] = right[i];
  }
  return Buffer.from(both.buffer);
}

/** Runs ffmpeg to its end. Throws with its last words when it fails. */
export function ffmpeg(args, input) {
  const ran = spawnSync('ffmpeg', ['-hide_banner', '-nostdin', ...args], { input, maxBuffer: 256 * 1024 * 1024 });
  if (ran.error) throw new Error('ffmpeg could not be started; is it installed?', { cause: ran.error });
  if (ran.status !== 0) throw new Error(`ffmpeg: ${ran.stderr.toString().trim().split('\n').at(-1)}`);
  return ran;
}

const RAW = ['-f', 'f32le', '-ar', String(RATE), '-ac', '2', '-i', 'pipe:0'];
const METER = ['-af', 'ebur128=peak=true', '-f', 'null', '-'];

/** Integrated loudness of a tape, in LUFS. */
export const integrated = (tape) => summary(ffmpeg([...RAW, ...METER], interleaved(tape)).stderr.toString()).lufs;

/** Length, loudness, range, true peak, size and seam of a file. */
export function measure(file) {
  const said = ffmpeg(['-i', file, ...METER]).stderr.toString();
  return { ...summary(said), seconds: decoded(file).length / 2 / RATE, bytes: statSync(file).size, seam: corners(file).seam };
}

/** The sharpest corner (second difference) where the end meets the beginning, and in the music 50 ms to either side of it. */
export function corners(file) {
  const pcm = decoded(file);
  const at = (i) => pcm[(i + pcm.length) % pcm.length];
  const sharpest = (from, to) => {
    let most = 0;
    for (let i = from; i < to; i += 1) most = Math.max(most, Math.abs(at(i + 2) - 2 * at(i) + at(i - 2)));
    return most;
  };
  return { seam: sharpest(-4, 4), around: Math.max(sharpest(-4800, -8), sharpest(8, 4800)) };
}

function decoded(file) {
  const { stdout } = ffmpeg(['-v', 'error', '-i', file, '-f', 'f32le', '-ar', String(RATE), '-ac', '2', '-']);
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length));
}

function summary(said) {
  const last = said.slice(said.lastIndexOf('Summary:'));
  const number = (pattern) => Number(pattern.exec(last)?.[1]);
  return { lufs: number(/I:\s+(-?[\d.]+) LUFS/), range: number(/LRA:\s+(-?[\d.]+) LU/), peak: number(/Peak:\s+(-?[\d.]+) dBFS/) };
}
