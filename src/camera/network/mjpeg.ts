import type { CameraConfig } from '../../config/schema.ts';
import { ms } from '../../domain/units.ts';
import { shownAddress } from '../../shared/address.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { Capture } from '../capture.ts';
import { CameraLost } from '../errors.ts';
import { partDecoder } from '../jpeg.ts';
import { NoPictures } from '../stream/no-pictures.ts';
import type { HttpAnswer } from './answer.ts';
import { followRedirects } from './follow-redirects.ts';
import type { Signer } from './login.ts';
import { loginOf, signerFor } from './login.ts';
import { networkLoss } from './network-fault.ts';
import { picturesIn } from './pictures.ts';
import { refinedBy, trustOf } from './trust.ts';

/**
 * Opens the address of a camera each time: a live stream of JPEG files over HTTP (MJPEG), or of a single picture, which is then fetched
 * again and again, at the pace that is wanted. User and password in the address are sent as Basic authentication, or as Digest once the
 * camera has asked for it. Aborting ends the stream at any time, even before the camera answers. Throws `CameraLost`.
 */
export function mjpegOpener(url: URL, config: CameraConfig, { clock, log }: Tools): (signal: AbortSignal) => Promise<Capture> {
  const login = loginOf(url);
  const signer = login && signerFor(login);
  let isTold = false;
  const tellSingle = (): void => {
    if (!isTold) log.info({ source: shownAddress(url.href), advice: SINGLE }, 'camera.single_picture');
    isTold = true;
  };
  return (signal) => openMjpeg({ url, signer, config, clock, tellSingle }, signal);
}

type Tools = { readonly clock: Clock; readonly log: Log };
const SINGLE = "this address gives one picture at a time, which is fetched again and again: the camera's MJPEG stream would cost less";

type Wanted = Pick<Tools, 'clock'> & {
  readonly url: URL;
  readonly signer: Signer | undefined;
  readonly config: CameraConfig;
  readonly tellSingle: () => void;
};

async function openMjpeg({ url, signer, config, clock, tellSingle }: Wanted, signal: AbortSignal): Promise<Capture> {
  const name = shownAddress(url.href);
  const leave = new AbortController();
  const options = { tls: trustOf(config), refine: refinedBy(config), signal: AbortSignal.any([signal, leave.signal]) };
  const ask = async (): Promise<Pictures> => pictures(name, await followRedirects(url, signer, options), clock);
  const pause = (): Promise<void> => clock.sleep(pauseOf(config), options.signal).catch(() => undefined);
  return { name, release: async () => leave.abort(), read: reader(name, await ask(), { ask, pause, tellSingle }) };
}

/** What a single picture needs: the next answer, the time between two, and a word about it. */
type Fetching = { readonly ask: () => Promise<Pictures>; readonly pause: () => Promise<void>; readonly tellSingle: () => void };

/** Reads a stream to its end, or fetches single pictures, each after a pause and only if it is wanted. */
function reader(name: string, first: Pictures, { ask, pause, tellSingle }: Fetching): Capture['read'] {
  const decoded = partDecoder(name);
  let source = first;
  let isSingle = false;
  return async (wanted) => {
    if (isSingle) {
      await pause();
      if (!wanted()) return 'skipped';
      source = await ask();
    }
    const next = await source.next();
    if (isSingle) await source.return('single'); // Whatever else this answer holds is not wanted.
    if (!next.done) return decoded(next.value, isSingle ? () => true : wanted);
    if (isSingle || next.value === 'stream') return 'ended';
    isSingle = true;
    tellSingle();
    return 'skipped';
  };
}

/** Between two fetches: never so long that the camera would count as silent. */
const pauseOf = ({ fps, read_timeout }: CameraConfig) => ms(Math.min(1000 / fps, read_timeout / 2));

type Pictures = AsyncGenerator<Buffer, 'single' | 'stream', undefined>;

/** The pictures of one answer; returns 'single' if it was one picture that ended properly. */
async function* pictures(name: string, answer: HttpAnswer, clock: Clock): Pictures {
  try {
    return yield* picturesIn(answer, clock);
  } catch (cause) {
    throw cause instanceof NoPictures ? new CameraLost(`${name} ${cause.message}`, { cause }) : networkLoss(name, cause, 'broke off');
  } finally {
    answer.close();
  }
}
