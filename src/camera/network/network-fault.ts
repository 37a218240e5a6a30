import { asError } from '../../shared/opencv.ts';
import { CameraLost } from '../errors.ts';

/** Why a network camera gives no picture; each fault has its own remedy. */
export type NetworkFault =
  | 'refused'
  | 'unreachable'
  | 'unknown-name'
  | 'silent'
  | 'cut-off'
  | 'untrusted'
  | 'unauthorised'
  | 'no-stream'
  | 'no-transport'
  | 'no-pictures';

/** What happened and what to do, for people who have never heard of ports. Each sentence follows the camera's address. */
export const SENTENCES: Readonly<Record<NetworkFault, string>> = {
  refused: 'refuses the connection: restart the camera; if that does not help, check the port in its address',
  unreachable: 'cannot be reached: check that the camera is switched on and in the same network as the box',
  'unknown-name': 'is not known in the network: check the name in the address, or write the IP address instead (such as 192.168.1.20)',
  silent: 'does not answer: check that the camera is switched on and in the same network as the box',
  'cut-off': "broke off the connection: if this keeps happening, check the camera's power, cable and Wi-Fi",
  untrusted: 'has a certificate that the box does not trust: try http:// instead of https://',
  unauthorised: 'wants a user and a password: put them into the address, as in //user:password@192.168.1.20/…',
  'no-transport': "takes neither TCP nor UDP for its pictures: allow 'RTP over TCP' (or unicast) in the camera's own settings",
  'no-pictures': "sends sound and no pictures: look up the address of the camera's video stream",
  'no-stream': "has no stream at this address: look it up in the camera's manual",
};

/** How Node and ffmpeg report each fault. */
const SIGNS: readonly (readonly [NetworkFault, RegExp])[] = [
  ['refused', /ECONNREFUSED|connection refused/i],
  ['unreachable', /EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|no route to host|network is (unreachable|down)|host is down/i],
  ['unknown-name', /ENOTFOUND|EAI_AGAIN|failed to resolve hostname|name or service not known|temporary failure in name resolution/i],
  ['silent', /ETIMEDOUT|timed out/i],
  ['cut-off', /ECONNRESET|EPIPE|ECONNABORTED|reset by peer|broken pipe/i],
  ['untrusted', /\b(CERT_|ERR_TLS_CERT)|SELF_SIGNED_CERT|UNABLE_TO_\w+|certificate verify failed/],
  ['unauthorised', /401 unauthorized/i],
  ['no-stream', /404 not found/i],
  ['no-transport', /protocol not supported|461 unsupported transport/i],
  ['no-pictures', /matches no streams|does not contain any stream/i],
];

/** The fault behind an error; undefined if it is not a network fault. */
export function networkFault(error: { readonly code?: string; readonly message: string }): NetworkFault | undefined {
  const text = `${error.code ?? ''} ${error.message}`;
  return SIGNS.find(([, sign]) => sign.test(text))?.[0];
}

/** The loss of the camera at `address`, in plain words. For an unknown fault it gives `otherwise` and the error's own words. */
export function networkLoss(address: string, cause: unknown, otherwise: string): CameraLost {
  const error: Error & { readonly code?: string } = asError(cause);
  const fault = networkFault(error);
  const what = fault === undefined ? `${otherwise} (${error.code ?? error.message})` : SENTENCES[fault];
  return new CameraLost(`${address} ${what}`, { cause });
}
