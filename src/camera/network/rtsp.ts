import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { CameraConfig } from '../../config/schema.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Grace } from '../../shared/process/end-child.ts';
import { endChild } from '../../shared/process/end-child.ts';
import type { Capture } from '../capture.ts';
import { CameraLost } from '../errors.ts';
import { jpegCapture } from '../jpeg.ts';
import { publicAddress } from '../source.ts';
import { withNetworkLoss } from './mjpeg.ts';
import { parts } from './multipart.ts';
import { networkFault } from './network-fault.ts';

type Ffmpeg = ChildProcessByStdio<null, Readable, Readable>;

/** ffmpeg says goodbye to the camera when it is asked to end. */
const GRACE: Grace = { asked: ms(1000), killed: ms(1000) };
const BOUNDARY = 'moodbox';

/**
 * Opens an RTSP address through the ffmpeg program, which hands the pictures on as MJPEG. OpenCV could open it itself, but
 * only on the main thread and for as long as the camera likes to keep it waiting; a process can be ended at any time.
 * Aborting does that. Throws `CameraLost`.
 */
export async function openRtsp(url: URL, config: CameraConfig, clock: Clock, signal: AbortSignal): Promise<Capture> {
  const name = publicAddress(url);
  const ffmpeg = spawn('ffmpeg', ffmpegArgs(url, config), { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(ffmpeg, 'close').then(
    () => undefined,
    () => undefined,
  );
  await once(ffmpeg, 'spawn').catch((cause: unknown) => {
    throw new CameraLost('an rtsp:// camera needs ffmpeg: install it (apt-get install ffmpeg)', { cause });
  });
  const close = (): Promise<void> => end(ffmpeg, gone, clock);
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) await close();
  const jpegs = withNetworkLoss(name, parts(output(ffmpeg, url), BOUNDARY));
  return jpegCapture(name, jpegs, close);
}

function ffmpegArgs(url: URL, config: CameraConfig): string[] {
  const patience = String(config.read_timeout * 1000);
  // Not the fps filter: it repeats the last picture where the camera pauses, and a repeated face is an old one.
  const thinned = `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${0.75 / config.fps})'`;
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-threads', '1', '-fflags', 'nobuffer', '-analyzeduration', '1000000'],
    ...['-rtsp_transport', 'tcp', '-timeout', patience, '-i', url.href, '-map', '0:v:0'],
    ...['-vf', thinned, '-fps_mode', 'passthrough', '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', '3'],
    ...['-f', 'mpjpeg', '-boundary_tag', BOUNDARY, '-flush_packets', '1', 'pipe:1'],
  ];
}

/**
 * What ffmpeg writes. Where it gives up, a line of its complaint is thrown, without the address and its password: the last one that tells
 * of a fault of the network, or else the last one.
 */
async function* output(ffmpeg: Ffmpeg, url: URL): AsyncGenerator<Buffer, void, undefined> {
  let complaint = '';
  ffmpeg.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  yield* ffmpeg.stdout;
  const lines = complaint.trim().split('\n');
  const told = lines.findLast((message) => networkFault({ message })) ?? lines.at(-1) ?? '';
  if (told !== '') throw new Error(told.replaceAll(url.href, publicAddress(url)).replace(/:\/\/[^/@\s]*@/g, '://'));
}

/** An ffmpeg that outlives even this hangs in the kernel: the camera is let go of all the same. */
async function end(ffmpeg: Ffmpeg, gone: Promise<void>, clock: Clock): Promise<void> {
  ffmpeg.stdout.destroy();
  await endChild((signal) => ffmpeg.kill(signal), gone, GRACE, clock);
}
