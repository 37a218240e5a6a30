import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { cameraOf, folder, jpegs } from '../camera/setting.ts';
import { take } from '../contracts/camera.ts';
import type { RawReply } from '../fakes/raw-camera.ts';
import { rawCamera } from '../fakes/raw-camera.ts';
import { head, MULTIPART, sized } from '../fixtures/field/network-cameras/bytes.ts';
import { CERTIFICATES } from '../fixtures/field/network-cameras/certificates.ts';

const [jpeg = Buffer.alloc(0)] = jpegs(1);
const stream = (): RawReply => ({ pieces: [head(MULTIPART), sized(jpeg)], after: 'again' });

afterEach(() => void vi.unstubAllEnvs());

describe.each(CERTIFICATES)('a certificate $name ($met)', ({ make, server, settings, isTrusted, sees }) => {
  it(sees === 'pictures' ? 'gives pictures' : 'is told in a sentence', async () => {
    using certificate = make();
    const { key, cert, ca } = certificate;
    vi.stubEnv('SSL_CERT_FILE', isTrusted ? ca : '');
    const camera = await rawCamera(stream, server === 'plain' ? undefined : { key, cert, ...server });
    const address = `https://127.0.0.1:${camera.port}`;
    const taken = take(cameraOf({ source: `${address}/video`, read_timeout: ms(3000), fps: 50, ...settings(certificate) }), 2);
    if (sees === 'pictures') expect(await taken).toHaveLength(2);
    else await expect(taken).rejects.toThrow(expect.objectContaining({ name: 'CameraLost', message: `${address} ${sees}` }));
  });
});

test.each([
  ['/no/such/file.pem', undefined, /^camera.ca: \/no\/such\/file.pem does not exist: correct the path, or create the file$/],
  ['ca.pem', 'no certificate', /holds no certificate in PEM format/],
  ['ca.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', /holds a damaged certificate/],
])('camera.ca that is %s with %j is told', async (name, content, why) => {
  const file = content === undefined ? name : `${folder()}/${name}`;
  if (content !== undefined) writeFileSync(file, content);
  await expect(take(cameraOf({ source: 'https://127.0.0.1:1/video', ca: file }), 1)).rejects.toThrow(why);
});

test('https is never left for http, and a password follows from http to https', async () => {
  using certificate = CERTIFICATES[0]?.make() ?? expect.unreachable();
  const tls = { key: certificate.key, cert: certificate.cert };
  const down = await rawCamera(() => ({ pieces: ['HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/video\r\n\r\n'] }), tls);
  await expect(take(cameraOf({ source: `https://127.0.0.1:${down.port}/video`, ca: certificate.ca }), 1)).rejects.toThrow(
    `https://127.0.0.1:${down.port} redirects to http://127.0.0.1:1, which is not encrypted: write http:// if that is what you want`,
  );
  const secure = await rawCamera(stream, tls);
  const up = await rawCamera(() => ({ pieces: [`HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:${secure.port}/video\r\n\r\n`] }));
  const source = `http://viewer:s3cret@127.0.0.1:${up.port}/video`;
  expect(await take(cameraOf({ source, ca: certificate.ca, fps: 50 }), 2)).toHaveLength(2);
  expect(secure.requests[0]).toMatch(/authorization: basic/i);
});

test('http at a port of https is told', async () => {
  using certificate = CERTIFICATES[3]?.make() ?? expect.unreachable();
  const server = await rawCamera(stream, { key: certificate.key, cert: certificate.cert });
  const address = `http://127.0.0.1:${server.port}`;
  await expect(take(cameraOf({ source: address }), 1)).rejects.toThrow(
    `${address} hangs up without an answer: check the port in its address, and whether http:// or https:// is right`,
  );
});
