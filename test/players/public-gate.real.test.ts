import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { Folder, NEVER, openMpv, track } from './stage.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
const tone = readFileSync(folder.tone(440, 2, 'mp3'));

/** The world outside is 127.0.0.1, the router 127.0.0.2. */
const ROUTER = '127.0.0.2';
const around = {
  addressesOf: async (name: string): Promise<readonly string[]> => {
    if (name === 'nowhere.example') throw new Error('ENOTFOUND');
    return name === 'router.example' ? ['127.0.0.1', ROUTER] : ['127.0.0.1'];
  },
  isRefused: (address: string): boolean => address === ROUTER,
};

async function serve(answer: RequestListener, host = '127.0.0.1', port = 0, tls?: { readonly key: Buffer; readonly cert: Buffer }) {
  const asked: string[] = [];
  const heard: RequestListener = (request, response) => {
    asked.push(`${request.headers.host}${request.url}`);
    answer(request, response);
  };
  const server = tls ? createSecureServer(tls, heard) : createServer(heard);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, asked, [Symbol.asyncDispose]: close };
}

const sound: RequestListener = (_, response) => void response.writeHead(200, { 'content-length': tone.length }).end(tone);
const list = (...lines: readonly string[]): string => ['#EXTM3U', ...lines, ''].join('\n');
const segment = (url: string): string => list('#EXT-X-TARGETDURATION:2', '#EXTINF:2,', url, '#EXT-X-ENDLIST');

describe('what a playlist of the library names', () => {
  test.each([
    ['a name that belongs to the network here', (port: number) => `http://router.example:${port}/reboot`, undefined],
    ['a redirect to an address here', undefined, (port: number) => ({ location: `http://${ROUTER}:${port}/reboot` })],
    ['a redirect to a name here', undefined, (port: number) => ({ location: `http://router.example:${port}/reboot` })],
    ['a redirect to https here', undefined, (port: number) => ({ location: `https://${ROUTER}:${port}/reboot` })],
    ['a list that leads here', undefined, (port: number) => list(`http://${ROUTER}:${port}/reboot`)],
    ['an HLS list with a segment from here', undefined, (port: number) => segment(`http://${ROUTER}:${port}/reboot.mp3`)],
  ])('%s is not asked, and the failure says why', async (_, named, answered) => {
    await using router = await serve(sound, ROUTER);
    await using station = await serve((_request, response) => {
      const answer = answered?.(router.port) ?? '';
      if (typeof answer === 'string') response.setHeader('content-type', 'application/vnd.apple.mpegurl').end(answer);
      else response.writeHead(302, answer).end();
    });
    const { player, log } = await openMpv({}, {}, around);
    await using _player = player;
    const url = named?.(router.port) ?? `http://station.example:${station.port}/live`;
    expect(await player.play(track('listed', url, { endless: true }), NEVER)).toMatchObject({ ok: false });
    expect(router.asked).toEqual([]);
    expect(log.lines.find(({ event }) => event === 'player.failed')?.fields).toMatchObject({
      detail: expect.stringContaining("name it in the mapping's streams"),
    });
  });

  test('is heard from outside, with its own name, over a redirect, in HLS, and from a server that is only nearly HTTP', async () => {
    await using station = await serve(({ url = '', headers }, response) => {
      if (url === '/moved') response.writeHead(302, { location: `http://other.example:${headers.host?.split(':')[1]}/a?b=c` }).end();
      else if (url === '/hls') response.setHeader('content-type', 'application/vnd.apple.mpegurl').end(segment('a.mp3'));
      else if (url === '/icy') response.socket?.end(Buffer.concat([Buffer.from('ICY 200 OK\r\ncontent-type:audio/mpeg\r\n\r\n'), tone]));
      else response.writeHead(200, { 'content-length': tone.length }).end(tone);
    });
    const { player } = await openMpv({}, {}, around);
    await using _ = player;
    for (const path of ['a', 'moved', 'hls', 'icy'])
      expect(await player.play(track(path, `http://station.example:${station.port}/${path}`), NEVER), path).toEqual({ ok: true });
    expect(station.asked).toContain(`station.example:${station.port}/a`);
    expect(station.asked).toContain(`other.example:${station.port}/a?b=c`);
  });

  test('is heard over https, whose certificate mpv checks itself', async () => {
    const [key, cert] = [folder.file('key.pem'), folder.file('cert.pem')];
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=station.example'];
    execFileSync('openssl', [...request, '-addext', 'subjectAltName=DNS:station.example', '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    await using station = await serve(sound, '127.0.0.1', 0, { key: readFileSync(key), cert: readFileSync(cert) });
    const url = `https://station.example:${station.port}/a`;
    {
      const { player } = await openMpv({}, {}, around);
      await using _ = player;
      expect(await player.play(track('stranger', url), NEVER)).toMatchObject({ ok: false });
      expect(station.asked).toEqual([]);
    }
    const { player } = await openMpv({ ca: cert }, {}, around);
    await using _ = player;
    expect(await player.play(track('named', url), NEVER)).toEqual({ ok: true });
  });

  test('fails if its name is not found', async () => {
    const { player } = await openMpv({}, {}, around);
    await using _ = player;
    expect(await player.play(track('gone', 'http://nowhere.example/a'), NEVER)).toMatchObject({ ok: false });
  });
});

test('a station of the mapping is where its owner says', async () => {
  await using router = await serve(sound, ROUTER);
  const { player } = await openMpv({}, {}, around);
  await using _ = player;
  const own = track('own', `http://${ROUTER}:${router.port}/a`, { source: 'streams', endless: true });
  expect(await player.play(own, NEVER)).toEqual({ ok: true });
});

test('an address that somebody asked for leads into the home, but not to this machine unless the configuration names it', async () => {
  await using own = await serve(sound);
  await using station = await serve((_, response) => void response.writeHead(302, { location: `http://127.0.0.1:${own.port}/a` }).end());
  const asked = track('asked', `http://127.0.0.1:${station.port}/live`, { source: 'asked' });
  {
    const { player, log } = await openMpv({ fetch_from: [`127.0.0.1:${station.port}`] });
    await using _ = player;
    expect(await player.play(asked, NEVER)).toMatchObject({ ok: false });
    expect([station.asked.length > 0, own.asked]).toEqual([true, []]);
    expect(log.lines.find(({ event }) => event === 'player.failed')?.fields).toMatchObject({
      detail: expect.stringContaining('player.fetch_from'),
    });
  }
  const { player } = await openMpv({ fetch_from: ['127.0.0.1'] });
  await using _ = player;
  expect(await player.play(asked, NEVER)).toEqual({ ok: true });
});
