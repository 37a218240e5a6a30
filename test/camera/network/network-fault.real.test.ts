import { describe, expect, it, test } from 'vitest';
import type { NetworkFault } from '../../../src/camera/network/network-fault.ts';
import { networkFault, networkLoss, SENTENCES } from '../../../src/camera/network/network-fault.ts';
import { cameraOf } from '../setting.ts';

const failed = (code: string): Error => Object.assign(new Error(`connect ${code} 192.168.1.20:80`), { code });

describe('a fault of the network', () => {
  it.each<[NetworkFault, readonly string[]]>([
    ['refused', ['ECONNREFUSED']],
    ['unreachable', ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']],
    ['unknown-name', ['ENOTFOUND', 'EAI_AGAIN']],
    ['silent', ['ETIMEDOUT']],
    ['cut-off', ['ECONNRESET', 'EPIPE']],
    [
      'untrusted',
      ['DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_SIGNATURE_FAILURE'],
    ],
    ['other-name', ['ERR_TLS_CERT_ALTNAME_INVALID']],
    ['expired', ['CERT_HAS_EXPIRED']],
    ['not-yet', ['CERT_NOT_YET_VALID']],
    ['no-tls', ['ERR_SSL_WRONG_VERSION_NUMBER']],
    [
      'old-tls',
      [
        'ERR_SSL_UNSUPPORTED_PROTOCOL',
        'EE_KEY_TOO_SMALL',
        'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
        'ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED',
      ],
    ],
    ['wants-certificate', ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED']],
  ])('is %s for %j', (fault, codes) => expect(codes.map((code) => networkFault(failed(code)))).toEqual(codes.map(() => fault)));

  it.each<[NetworkFault, string]>([
    ['refused', '[tcp @ 0x5581] Connection to tcp://192.168.1.20:554?timeout=5000000 failed: Connection refused'],
    ['unreachable', 'Error opening input files: No route to host'],
    ['unknown-name', '[tcp @ 0x5581] Failed to resolve hostname camera.local: Name or service not known'],
    ['silent', 'Error opening input files: Connection timed out'],
    ['cut-off', 'rtsp://192.168.1.20/live: Connection reset by peer'],
    ['unauthorised', 'Error opening input files: Server returned 401 Unauthorized (authorization failed)'],
    ['no-stream', '[rtsp @ 0x5581] method DESCRIBE failed: 404 Not Found'],
    ['forbidden', 'Error opening input files: Server returned 403 Forbidden (access denied)'],
    ['bad-address', 'pipe:0: Server returned 400 Bad Request'],
    ['bad-address', 'pipe:0: Server returned 4XX Client Error, but not one of 40{0,1,3,4}'],
    ['own-fault', 'pipe:0: Server returned 5XX Server Error reply'],
    ['too-large', '[h264 @ 0x5581] [IMGUTILS @ 0x7ffe] Picture size 6400x4000 exceeds specified max pixel count 25000000, see the docs'],
    ['busy', '[rtsp @ 0x5581] method SETUP failed: 453 Not Enough Bandwidth'],
  ])('is %s in the words of ffmpeg', (fault, message) => expect(networkFault({ message })).toBe(fault));

  it('is undefined if something else went wrong', () =>
    expect(networkFault({ message: 'Invalid data found when processing input' })).toBeUndefined());
});

test('a loss says what to do in plain words, and keeps the code for those who want it', () => {
  for (const code of ['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EPIPE']) {
    const loss = networkLoss('http://192.168.1.20/video', failed(code), 'does not answer');
    expect(loss).toMatchObject({ name: 'CameraLost', cause: { code } });
    expect(loss.message).toMatch(/^http:\/\/192\.168\.1\.20\/video [a-z ]+: .*\b(check|restart)\b/);
    expect(loss.message).not.toContain(code);
  }
});

test('a password that was given was refused', () => {
  const loss = networkLoss('rtsp://192.168.1.20', new Error('401 Unauthorized'), 'broke off', () => 'wrong-password-rtsp');
  expect(loss.message).toBe(`rtsp://192.168.1.20 ${SENTENCES['wrong-password-rtsp']}`);
});

test('an unknown error is reported in its own words', () => {
  const loss = networkLoss('http://192.168.1.20/video', new Error('Parse Error: Invalid header'), 'does not answer');
  expect(loss.message).toBe('http://192.168.1.20/video does not answer (Parse Error: Invalid header)');
});

/** Too long for a name, so that it is looked up nowhere. */
const NOBODY = `${'camera'.repeat(11)}.local`;

test.each(['http', 'rtsp'])('an %s address with an unknown name is reported as such', async (scheme) => {
  const camera = cameraOf({ source: `${scheme}://${NOBODY}/live` });
  const watching = (async () => {
    for await (const _ of camera.frames(new AbortController().signal)) break;
  })();
  await expect(watching).rejects.toThrow(`${scheme}://${NOBODY} ${SENTENCES['unknown-name']}`);
});
