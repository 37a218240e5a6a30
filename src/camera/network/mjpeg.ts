import type { CameraConfig } from '../../config/schema.ts';
import { ms } from '../../domain/units.ts';
import { shownAddress } from '../../shared/address.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Capture } from '../capture.ts';
import { CameraLost } from '../errors.ts';
import { partDecoder } from '../jpeg.ts';
import type { HttpAnswer } from './answer.ts';
import { followRedirects } from './follow-redirects.ts';
import { networkLoss } from './network-fault.ts';
import { NoPictures } from './no-pictures.ts';
import { picturesIn } from './pictures.ts';

/**
 * Opens the address of a camera: a live stream of JPEG files over HTTP (MJPEG), or of a single picture, which is then fetched again and
 * again, at the pace that is wanted. User and password in the address are sent as the camera asks for them, and as Basic authentication if
 * it does not ask. Aborting ends the stream at any time, even before the camera answers. Throws `CameraLost`.
 */
export async function openMjpeg(url: URL, config: CameraConfig, clock: Clock, signal: AbortSignal): Promise<Capture> {
  const name = shownAddress(url.href);
  const leave = new AbortController();
  const options = { tls: {}, signal: AbortSignal.any([signal, leave.signal]) };
  const ask = (): Promise<HttpAnswer> => followRedirects(url, options);
  const decoded = partDecoder(name);
  let source = pictures(name, await ask());
  return {
    name,
    release: async () => leave.abort(),
    read: async (wanted) => {
      const next = await source.next();
      if (!next.done) return decoded(next.value, wanted);
      if (next.value !== 'single') return 'ended';
      await clock.sleep(pauseOf(config), options.signal).catch(() => undefined);
      if (options.signal.aborted) return 'ended';
      if (!wanted()) return 'skipped';
      source = pictures(name, await ask());
      const again = await source.next();
      return again.done ? 'ended' : decoded(again.value, () => true);
    },
  };
}

/** Between two fetches: never so long that the camera would count as silent. */
const pauseOf = ({ fps, read_timeout }: CameraConfig) => ms(Math.min(1000 / fps, read_timeout / 2));

/** The pictures of one answer; returns 'single' if it was one picture that ended properly. */
async function* pictures(name: string, answer: HttpAnswer): AsyncGenerator<Buffer, 'single' | 'stream', undefined> {
  try {
    return yield* picturesIn(answer);
  } catch (cause) {
    throw cause instanceof NoPictures ? new CameraLost(`${name} ${cause.message}`, { cause }) : networkLoss(name, cause, 'broke off');
  } finally {
    answer.close();
  }
}

/** The same stream; if it breaks off, the error is a `CameraLost` that names the camera. */
export async function* withNetworkLoss(name: string, jpegs: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* jpegs;
  } catch (cause) {
    throw networkLoss(name, cause, 'broke off');
  }
}
