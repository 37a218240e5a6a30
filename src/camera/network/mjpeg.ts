import type { IncomingMessage } from 'node:http';
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { shownAddress } from '../../shared/address.ts';
import type { Capture } from '../capture.ts';
import { CameraLost } from '../errors.ts';
import { jpegCapture } from '../jpeg.ts';
import { boundaryOf, parts } from './multipart.ts';
import { networkLoss, SENTENCES } from './network-fault.ts';

/**
 * Opens an MJPEG address: a live stream of JPEG files over HTTP. User and password in the address are sent as Basic authentication.
 * Aborting ends the stream at any time, even before the camera answers. Throws `CameraLost`.
 */
export async function openMjpeg(url: URL, signal: AbortSignal): Promise<Capture> {
  const name = shownAddress(url.href);
  const answer = await request(url, signal).catch((cause: unknown) => {
    throw networkLoss(name, cause, 'does not answer');
  });
  const boundary = boundaryOf(answer.headers['content-type']);
  if (answer.statusCode !== 200 || boundary === undefined) {
    answer.destroy();
    throw new CameraLost(`${name} ${refusal(answer)}`);
  }
  const close = async (): Promise<void> => void answer.destroy();
  return jpegCapture(name, withNetworkLoss(name, parts(answer, boundary)), close);
}

function request(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const get = url.protocol === 'https:' ? getHttps : getHttp;
  // Cameras' web servers break the rules of HTTP in small ways that the strict parser refuses.
  return new Promise((resolve, reject) => {
    const sent = get(url, { signal, agent: false, insecureHTTPParser: true }, (answer) => {
      // A reader of the stream gets the error too. An abort between two reads has no reader, and must not end the process.
      resolve(answer.on('error', () => undefined));
    });
    sent.on('error', reject);
  });
}

function refusal(answer: IncomingMessage): string {
  if (answer.statusCode === 401) return SENTENCES.unauthorised;
  if (answer.statusCode !== 200) return `answers ${answer.statusCode}: check the address`;
  return `sends '${answer.headers['content-type'] ?? 'nothing known'}', not an MJPEG stream: look up the camera's MJPEG address`;
}

/** The same stream; if it breaks off, the error is a `CameraLost` that names the camera. */
export async function* withNetworkLoss(name: string, jpegs: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* jpegs;
  } catch (cause) {
    throw networkLoss(name, cause, 'broke off');
  }
}
