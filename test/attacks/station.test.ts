import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import { tempFolder } from '../system/box.ts';
import { boxWith, isBuilt, PATIENCE } from './library-box.ts';

/** An https station whose certificate nobody has signed but itself. */
async function station(
  folder: string,
): Promise<AsyncDisposable & { readonly url: string; readonly certificate: string; readonly asked: () => number }> {
  const [key, certificate, sound] = [join(folder, 'key.pem'), join(folder, 'certificate.pem'), join(folder, 'sound.mp3')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  execFileSync('openssl', [...request, '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=440:duration=60', sound]);
  let asked = 0;
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_, response) => {
    asked += 1;
    response.writeHead(200, { 'content-type': 'audio/mpeg' }).end(readFileSync(sound));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
  };
  const url = `https://localhost:${(server.address() as AddressInfo).port}/live.mp3`;
  return { url, certificate, asked: () => asked, [Symbol.asyncDispose]: close };
}

const mappingFor = (url: string): string =>
  stringify({ presets: { gentle: Object.fromEntries(EMOTIONS.map((mood) => [mood, { queries: ['music'], streams: [url] }])) } });

describe.runIf(isBuilt)('somebody in the middle, with a certificate of their own', () => {
  // Before: mpv checked none, and played it (1 request). Now: nothing is asked of it, until the owner names the certificate.
  test('is refused with a sentence that says what to do; the certificate that is named is trusted', { timeout: 90_000 }, async () => {
    const folder = await tempFolder();
    mkdirSync(join(folder, 'tls'));
    await using server = await station(join(folder, 'tls'));
    const mapping = join(folder, 'tls/music.yaml');
    writeFileSync(mapping, mappingFor(server.url));
    const music = { order: ['streams'], mapping };
    {
      await using box = await boxWith({ music });
      await expect.poll(() => box.events('player.failed')[0]?.detail, PATIENCE).toContain('player.ca');
      expect(server.asked()).toBe(0);
    }
    const ca = join(folder, 'tls/named.pem');
    copyFileSync(server.certificate, ca);
    await using box = await boxWith({ music, player: { ca } });
    await expect.poll(() => box.events('track.started').length, PATIENCE).toBeGreaterThan(0);
    expect(server.asked()).toBeGreaterThan(0);
  });
});
