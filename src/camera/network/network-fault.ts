import { asError } from '../../shared/opencv.ts';
import { CameraLost } from '../errors.ts';

/** Why a camera in the network gives no picture, by what its owner would do about it. */
export type NetworkFault = 'refused' | 'unreachable' | 'unknown-name' | 'silent' | 'cut-off' | 'untrusted' | 'unauthorised' | 'no-stream';

/** What happened and what to do, for somebody who has never heard of ports. Each follows the camera's address. */
export const SENTENCES: Readonly<Record<NetworkFault, string>> = {
  refused: 'refuses the connection: restart the camera; if that does not help, check the port in its address',
  unreachable: 'cannot be reached: check that the camera is switched on and in the same network as the box',
  'unknown-name': 'is not known in the network: check the name in the address, or write the IP address instead (such as 192.168.1.20)',
  silent: 'does not answer: check that the camera is switched on and in the same network as the box',
  'cut-off': "broke off the connection: if this keeps happening, check the camera's power, cable and Wi-Fi",
  untrusted: 'has a certificate that the box does not trust: try http:// instead of https://',
  unauthorised: 'wants a user and a password: put them into the address, as in //user:password@192.168.1.20/…',
  'no-stream': "has no stream at this address: look it up in the camera's manual",
};

/** What Node calls an error, and what ffmpeg says of the same one. */
const SIGNS: readonly (readonly [NetworkFault, RegExp])[] = [
  ['refused', /ECONNREFUSED|connection refused/i],
  ['unreachable', /EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|no route to host|network is (unreachable|down)|host is down/i],
  ['unknown-name', /ENOTFOUND|EAI_AGAIN|failed to resolve hostname|name or service not known|temporary failure in name resolution/i],
  ['silent', /ETIMEDOUT|timed out/i],
  ['cut-off', /ECONNRESET|EPIPE|ECONNABORTED|reset by peer|broken pipe/i],
  ['untrusted', /\b(CERT_|ERR_TLS_CERT)|SELF_SIGNED_CERT|UNABLE_TO_\w+|certificate verify failed/],
  ['unauthorised', /401 unauthorized/i],
  ['no-stream', /404 not found/i],
];

/** The fault that an error stands for; nothing where it is none of the network's. */
export function networkFault(error: { readonly code?: string; readonly message: string }): NetworkFault | undefined {
  const said = `${error.code ?? ''} ${error.message}`;
  return SIGNS.find(([, sign]) => sign.test(said))?.[0];
}

/** The loss of the camera at `address`, in plain words; where the fault is not known, `otherwise` and the error's own words. */
export function networkLoss(address: string, cause: unknown, otherwise: string): CameraLost {
  const error: Error & { readonly code?: string } = asError(cause);
  const fault = networkFault(error);
  const what = fault === undefined ? `${otherwise} (${error.code ?? error.message})` : SENTENCES[fault];
  return new CameraLost(`${address} ${what}`, { cause });
}
