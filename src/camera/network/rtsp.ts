import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { CameraConfig } from '../../config/schema.ts';
import { ms } from '../../domain/units.ts';
import { shownAddress } from '../../shared/address.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Grace } from '../../shared/process/end-child.ts';
import { endChild } from '../../shared/process/end-child.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { fenced } from '../../shared/process/fence.ts';
import { endsBeforeUs } from '../../shared/process/memory.ts';
import { programFolders, programIn } from '../../shared/process/programs.ts';
import { withoutSecrets } from '../../shared/secrets.ts';
import type { Capture } from '../capture.ts';
import { observed } from '../capture.ts';
import { CameraLost } from '../errors.ts';
import { jpegCapture } from '../jpeg.ts';
import { parts } from '../stream/multipart.ts';
import type { FfmpegInput } from './ffmpeg-input.ts';
import { ffmpegInput } from './ffmpeg-input.ts';
import { loginOf } from './login.ts';
import type { NetworkFault } from './network-fault.ts';
import { networkFault, networkLoss } from './network-fault.ts';

type Ffmpeg = ChildProcessByStdio<Writable, Readable, Readable>;

/** When asked to end, ffmpeg first closes the session with the camera. */
const GRACE: Grace = { asked: ms(1000), killed: ms(1000) };
const BOUNDARY = 'moodbox';
/**
 * Pixels in a picture of the stream. A little more than a JPEG picture may have, because H.264 rounds both sides up to 16. A stream may
 * claim any number.
 */
const MOST_PIXELS = 25e6;
/** ffmpeg needs 600 MB for H.264 of 24 megapixels, and 220 MB for 4K, if it encodes in one thread: each thread has pictures of its own. */
const FENCE = { memory: 768 * 1024 * 1024 };

/**
 * How the pictures travel. `either`: through the RTSP connection (TCP) if the camera allows it, else over UDP. `udp`: for cameras that
 * allow TCP and then send nothing through it.
 */
type Transport = 'either' | 'udp';

const TRANSPORTS: Readonly<Record<Transport, Readonly<Record<string, string>>>> = {
  either: { rtsp_flags: 'prefer_tcp' },
  udp: { rtsp_transport: 'udp' },
};

/**
 * Opens an RTSP address, again and again. If the camera takes the connection and no picture comes of it, UDP is tried, and at the next
 * opening either again.
 */
export function rtspOpener(url: URL, config: CameraConfig, clock: Clock): (signal: AbortSignal) => Promise<Capture> {
  let transport: Transport = 'either';
  return async (signal) => {
    const asked = transport;
    transport = 'either';
    const capture = observed(await openRtsp(url, config, { clock, signal, transport: asked }), {
      nothing: (err) => {
        if (asked === 'either' && !signal.aborted && mayBeTransport(err)) transport = 'udp';
      },
    });
    return { ...capture, another: () => transport === 'udp', ...(asked === 'udp' && { advice: UDP_ADVICE }) };
  };
}

const NO_FFMPEG = 'an rtsp:// camera needs ffmpeg: install it (apt-get install ffmpeg)';
const UDP_ADVICE = 'check its cable and its network, and that no firewall keeps its UDP packets out';

/** What cameras also answer to a transport that they do not know. ffmpeg does not say to which request. */
const UNCLEAR: readonly NetworkFault[] = ['bad-address', 'own-fault'];

/** Silence, an end that says nothing about the network or the address, or a refusal of the transport, whatever the camera calls it. */
function mayBeTransport(err: unknown): boolean {
  if (!(err instanceof CameraLost)) return true;
  const fault = networkFault({ message: String((err.cause as Error | undefined)?.message) });
  return fault === undefined || UNCLEAR.includes(fault) || (err.cause instanceof GaveUp && err.cause.atSetup && fault !== 'no-transport');
}

/** ffmpeg has given up. `atSetup`: the camera described its stream, and refused to send it in the way that was asked for. */
class GaveUp extends Error {
  readonly atSetup: boolean;

  constructor(message: string, atSetup: boolean) {
    super(message);
    this.atSetup = atSetup;
  }
}

/**
 * Opens an RTSP address through the ffmpeg program, which delivers the pictures as MJPEG. OpenCV could open it itself, but only on the
 * main thread, which it would block for as long as the camera does not answer. A process can be ended at any time, and aborting does so.
 * Throws `CameraLost`.
 */
async function openRtsp(
  url: URL,
  config: CameraConfig,
  by: { readonly clock: Clock; readonly signal: AbortSignal; readonly transport: Transport },
): Promise<Capture> {
  const name = shownAddress(url.href);
  const input = inputOf(url, config, by.transport);
  if (!programIn(programFolders(process.env.PATH), 'ffmpeg')) throw new CameraLost(NO_FFMPEG); // the fence would start all the same
  const [program, ...args] = fenced('ffmpeg', ffmpegArgs(input, config), FENCE);
  const ffmpeg = spawn(program, args, { env: environmentFor('ffmpeg'), stdio: ['pipe', 'pipe', 'pipe'] });
  endsBeforeUs(ffmpeg.pid);
  const gone = once(ffmpeg, 'close').then(
    () => undefined,
    () => undefined,
  );
  await once(ffmpeg, 'spawn').catch((cause: unknown) => {
    throw new CameraLost(NO_FFMPEG, { cause });
  });
  ffmpeg.stdin.on('error', () => undefined).end(input.stdin); // An ffmpeg that is gone says why on its other end.
  const close = (): Promise<void> => end(ffmpeg, gone, by.clock);
  by.signal.addEventListener('abort', close, { once: true });
  if (by.signal.aborted) await close();
  const jpegs = withLoss(name, parts(output(ffmpeg, url), BOUNDARY), loginOf(url) !== undefined);
  return jpegCapture(by.transport === 'udp' ? `${name} (over UDP)` : name, jpegs, close);
}

/**
 * A short look at the stream, and nobody needs to know its rate: to measure it takes many pictures of a slow camera. What was looked at is
 * shown (no `fflags nobuffer`), since it holds the first whole picture, and the next one may be ten seconds away.
 */
const LOOK = { analyzeduration: '100000', fpsprobesize: '0' };

/** Pictures are timed by their arrival: cameras send time stamps that stand still, jump or run backwards. */
const inputOf = (url: URL, { read_timeout }: CameraConfig, transport: Transport): FfmpegInput =>
  ffmpegInput(url, {
    ...{ use_wallclock_as_timestamps: '1', ...TRANSPORTS[transport], allowed_media_types: 'video' },
    ...{ timeout: String(read_timeout * 1000), ...LOOK },
  });

function ffmpegArgs(input: FfmpegInput, config: CameraConfig): string[] {
  // Not the fps filter: it repeats the last picture while the camera pauses, and a repeated picture is an old one. A clock that is set back
  // must not stop the pictures: hence the distance in either direction, and stamps that only count for the encoder, which ends at an older
  // one.
  const rateLimit = `select='isnan(prev_selected_t)+gte(abs(t-prev_selected_t),${0.75 / config.fps})',setpts=N/TB`;
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-threads', '1', '-filter_threads', '1'],
    ...['-max_pixels', String(MOST_PIXELS)],
    ...Object.entries(LOOK).flatMap(([name, value]) => [`-${name}`, value]),
    ...input.args,
    ...['-map', '0:v:0'],
    ...['-vf', rateLimit, '-fps_mode', 'passthrough', '-c:v', 'mjpeg', '-threads', '1', '-pix_fmt', 'yuvj420p', '-q:v', '3'],
    ...['-f', 'mpjpeg', '-boundary_tag', BOUNDARY, '-flush_packets', '1', 'pipe:1'],
  ];
}

/**
 * What ffmpeg writes. If it gives up, throws a line of its error output, without the address and its password: the last line that names
 * a network fault, or else the last line.
 */
async function* output(ffmpeg: Ffmpeg, url: URL): AsyncGenerator<Buffer, void, undefined> {
  let errors = '';
  ffmpeg.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2000);
  });
  yield* ffmpeg.stdout;
  const lines = errors.trim().split('\n');
  const line = lines.findLast((message) => networkFault({ message })) ?? lines.at(-1) ?? '';
  const said = withoutSecrets(line.replaceAll(url.href, shownAddress(url.href)).replace(/^pipe:0: /, ''));
  if (line !== '') throw new GaveUp(said, /method SETUP failed/.test(errors));
}

/** The same stream; if it breaks off, the error is a `CameraLost` that names the camera. */
async function* withLoss(name: string, jpegs: AsyncIterable<Buffer>, hasLogin: boolean): AsyncGenerator<Buffer, void, undefined> {
  let otherwise = NO_STREAM;
  try {
    for await (const jpeg of jpegs) {
      otherwise = 'broke off';
      yield jpeg;
    }
  } catch (cause) {
    throw networkLoss(name, cause, otherwise, (fault) => (fault === 'unauthorised' && hasLogin ? 'wrong-password-rtsp' : fault));
  }
}

const NO_STREAM = 'gives no RTSP stream: check the port and the path in its address';

/** Ends ffmpeg. If it survives even this it hangs in the kernel, and is left behind. */
async function end(ffmpeg: Ffmpeg, gone: Promise<void>, clock: Clock): Promise<void> {
  ffmpeg.stdout.destroy();
  await endChild((signal) => ffmpeg.kill(signal), gone, GRACE, clock);
}
