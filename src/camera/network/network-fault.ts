import { asError } from '../../shared/opencv.ts';
import { withoutSecrets } from '../../shared/secrets.ts';
import { CameraLost } from '../errors.ts';

/** Why a network camera gives no picture; each fault has its own remedy. */
export type NetworkFault =
  | 'refused'
  | 'unreachable'
  | 'unknown-name'
  | 'silent'
  | 'cut-off'
  | 'no-answer'
  | 'untrusted'
  | 'other-name'
  | 'expired'
  | 'not-yet'
  | 'no-tls'
  | 'old-tls'
  | 'oldest-tls'
  | 'changed'
  | 'wants-certificate'
  | 'unauthorised'
  | 'wrong-password'
  | 'wrong-password-rtsp'
  | 'forbidden'
  | 'busy'
  | 'no-stream'
  | 'bad-address'
  | 'own-fault'
  | 'no-transport'
  | 'no-pictures'
  | 'too-large';

/** What happened and what to do, for people who have never heard of ports. Each sentence follows the camera's address. */
export const SENTENCES: Readonly<Record<NetworkFault, string>> = {
  refused: 'refuses the connection: restart the camera; if that does not help, check the port in its address',
  unreachable: 'cannot be reached: check that the camera is switched on and in the same network as the box',
  'unknown-name': 'is not known in the network: check the name in the address, or write the IP address instead (such as 192.168.1.20)',
  silent: 'does not answer: check that the camera is switched on and in the same network as the box',
  'cut-off': "broke off the connection: if this keeps happening, check the camera's power, cable and Wi-Fi",
  'no-answer': 'hangs up without an answer: check the port in its address, and whether http:// or https:// is right',
  untrusted:
    'has a certificate that the box does not trust: name the file of it, or of its authority, in camera.ca, or set camera.verify to false',
  'other-name':
    'has a certificate for another name: write that name into the address, name the file of the certificate in camera.ca, or set camera.verify to false',
  expired: "has a certificate that has run out: renew it, or check the box's clock, or set camera.verify to false",
  'not-yet': "has a certificate that is not valid yet: check the box's clock and the camera's",
  'no-tls': 'does not speak https at this port: write http:// into its address, or another port',
  'old-tls': 'has only encryption that is no longer safe: update its firmware, or set camera.verify to false',
  'oldest-tls': 'has only encryption that the box cannot speak: update its firmware, or write http:// into its address',
  changed:
    'has another certificate than the one in camera.ca: if the camera has renewed it, save it again; if not, something else answers in its place',
  'wants-certificate': "wants a certificate of the box, which moodbox cannot give: switch that off in the camera's settings",
  unauthorised: 'wants a user and a password: put them into the address, as in //user:password@192.168.1.20/…',
  'wrong-password': 'refused the user and the password in its address: check both, and whether the camera has locked the user for a while',
  'wrong-password-rtsp':
    'refused the user and the password in its address: check both, whether the camera has locked the user for a while, and that it allows Digest with MD5 (SHA-256 is not possible over RTSP)',
  forbidden: "does not let this user see its pictures: give the user that right in the camera's settings, or use another one",
  busy: 'has no room for another viewer: close other apps that watch it, or raise the limit in its settings',
  'no-transport': "takes neither TCP nor UDP for its pictures: allow 'RTP over TCP' (or unicast) in the camera's own settings",
  'too-large': 'sends pictures of more than 24 megapixels: choose a smaller size in its settings',
  'no-pictures': "sends sound and no pictures: look up the address of the camera's video stream",
  'bad-address': "does not understand this address: look it up in the camera's manual",
  'own-fault': 'has a fault of its own: restart the camera',
  'no-stream': "has no stream at this address: look it up in the camera's manual",
};

/** How Node and ffmpeg report each fault. */
const SIGNS: readonly (readonly [NetworkFault, RegExp])[] = [
  ['refused', /ECONNREFUSED|connection refused/i],
  ['unreachable', /EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|no route to host|network is (unreachable|down)|host is down/i],
  ['unknown-name', /ENOTFOUND|EAI_AGAIN|failed to resolve hostname|name or service not known|temporary failure in name resolution/i],
  ['silent', /ETIMEDOUT|timed out/i],
  ['cut-off', /ECONNRESET|EPIPE|ECONNABORTED|reset by peer|broken pipe/i],
  ['no-answer', /NO_ANSWER/],
  ['other-name', /ERR_TLS_CERT_ALTNAME_INVALID/],
  ['expired', /CERT_HAS_EXPIRED/],
  ['not-yet', /CERT_NOT_YET_VALID/],
  ['no-tls', /wrong.version.number|packet.length.too.long|ERR_SSL_HTTP_REQUEST/i],
  ['wants-certificate', /certificate.required/i],
  [
    'old-tls',
    /unsupported.protocol|protocol.version|no.shared.cipher|handshake.failure|legacy.sigalg|unsafe.legacy.renegotiation|wrong.signature.type|(DH|EE|CA)_(KEY|MD)_TOO_(SMALL|WEAK)/i,
  ],
  ['untrusted', /\b(CERT_|ERR_TLS_CERT)|SELF_SIGNED_CERT|UNABLE_TO_\w+|CERT_SIGNATURE_FAILURE|certificate verify failed/],
  ['unauthorised', /401 unauthorized/i],
  ['forbidden', /403 forbidden/i],
  ['busy', /503 service|453 not enough/i],
  ['no-stream', /404 not found|410 gone/i],
  ['no-transport', /protocol not supported|461 unsupported transport/i],
  ['bad-address', /returned 4(00|XX)\b/i],
  ['own-fault', /returned 5XX\b/i],
  ['too-large', /exceeds specified max pixel count|picture size \d+x\d+ is invalid/i],
  ['no-pictures', /matches no streams|does not contain any stream/i],
];

/** The fault behind an error; undefined if it is not a network fault. */
export function networkFault(error: { readonly code?: string; readonly message: string }): NetworkFault | undefined {
  const text = `${error.code ?? ''} ${error.message}`;
  return SIGNS.find(([, sign]) => sign.test(text))?.[0];
}

/** What a fault is for a camera with these settings. */
export type Refine = (fault: NetworkFault) => NetworkFault;

/**
 * The loss of the camera at `address`, in plain words. For an unknown fault it gives `otherwise` and the error's own words.
 */
export function networkLoss(address: string, cause: unknown, otherwise: string, refine: Refine = (fault) => fault): CameraLost {
  const error: Error & { readonly code?: string } = asError(cause);
  const fault = networkFault(error);
  const what = fault === undefined ? `${otherwise} (${error.code ?? withoutSecrets(error.message)})` : SENTENCES[refine(fault)];
  return new CameraLost(`${address} ${what}`, { cause });
}
