import { describe, expect, it, test } from 'vitest';
import { CameraLost } from '../../src/camera/errors.ts';
import { openCamera } from '../../src/camera/open.ts';
import { ms } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { cameraConfig, cameraOf, jpegs } from '../camera/setting.ts';
import { take } from '../contracts/camera.ts';
import { FakeLog } from '../fakes/log.ts';
import type { RawReply } from '../fakes/raw-camera.ts';
import { rawCamera } from '../fakes/raw-camera.ts';
import { head, MULTIPART, png, sized } from '../fixtures/field/network-cameras/bytes.ts';
import { NETWORK_CAMERAS } from '../fixtures/field/network-cameras/inputs.ts';
import { LOGINS } from '../fixtures/field/network-cameras/logins.ts';

const [jpeg = Buffer.alloc(0)] = jpegs(1);

describe.each([...NETWORK_CAMERAS, ...LOGINS])('$name ($met)', ({ reply, login = '', sees }) => {
  it(sees === 'pictures' ? 'gives its pictures' : 'is told in a sentence', async () => {
    const server = await rawCamera((request, count) => reply(jpeg, request, count));
    const address = `127.0.0.1:${server.port}`;
    const camera = cameraOf({ source: `http://${login}${address}/video`, read_timeout: ms(2000), fps: 50 });
    const seen = await take(camera, 3).catch((err: unknown) => err);
    if (sees !== 'pictures') {
      expect(seen).toBeInstanceOf(CameraLost);
      expect((seen as Error).message).toBe(`http://${address} ${sees}`);
    } else expect(seen).toMatchObject(Array(3).fill({ source: { width: 400, height: 300 } }));
    await expect.poll(server.connections).toBe(0);
  });
});

describe('a password', () => {
  const stream = (): RawReply => ({ pieces: [head(MULTIPART), sized(jpeg)], after: 'again' });
  const to = (location: string): RawReply => ({ pieces: [`HTTP/1.1 302 Found\r\nLocation: ${location}\r\n\r\n`] });

  it.each(['127.0.0.1', 'localhost'])('is not sent to %s on another port', async (host) => {
    const other = await rawCamera(stream, undefined, 'localhost');
    const server = await rawCamera(() => to(`http://${host}:${other.port}/stream`));
    const camera = cameraOf({ source: `http://viewer:s3cret@127.0.0.1:${server.port}/video`, fps: 50 });
    expect(await take(camera, 2)).toHaveLength(2);
    expect(server.requests[0]).toMatch(/authorization: basic/i);
    expect(other.requests.join()).not.toMatch(/authorization/i);
  });

  it('goes on where another host sends back', async () => {
    const back = await rawCamera(() => to(`http://127.0.0.1:${server.port}/stream`), undefined, 'localhost');
    const server = await rawCamera((request) => (request.startsWith('GET /stream') ? stream() : to(`http://localhost:${back.port}/login`)));
    const camera = cameraOf({ source: `http://viewer:s3cret@127.0.0.1:${server.port}/video`, fps: 50 });
    expect(await take(camera, 2)).toHaveLength(2);
    expect(server.requests[1]).toMatch(/authorization: basic/i);
    expect(back.requests.join()).not.toMatch(/authorization/i);
  });

  it('that another address wants is named as such', async () => {
    const other = await rawCamera(() => ({ pieces: ['HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\n\r\n'] }));
    const server = await rawCamera(() => to(`http://127.0.0.1:${other.port}/stream`));
    const [from, target] = [`http://127.0.0.1:${server.port}`, `http://127.0.0.1:${other.port}`];
    await expect(take(cameraOf({ source: from.replace('://', '://viewer:s3cret@') }), 1)).rejects.toThrow(
      `${from} redirects to ${target}, which wants a password and was not given the one for ${from}: write that address, with user and password, into camera.source if it is the camera's`,
    );
  });

  it('that a camera asks to be digested is never sent in the clear again', async () => {
    const challenge = 'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm="r", qop="auth", nonce="n"\r\n\r\n';
    const server = await rawCamera((request) => (request.includes('Digest') ? stream() : { pieces: [challenge] }));
    const camera = cameraOf({ source: `http://viewer:s3cret@127.0.0.1:${server.port}/video` });
    for (let times = 0; times < 2; times += 1) await take(camera, 1);
    expect(server.requests.map((request) => /Authorization: (\w+)/.exec(request)?.[1])).toEqual(['Basic', 'Digest', 'Digest']);
  });
});

test('a single picture is told once, and not fetched while nobody wants one', async () => {
  const server = await rawCamera(() => ({ pieces: [head('Content-Type: image/jpeg'), jpeg] }));
  const log = new FakeLog();
  const config = cameraConfig({ source: `http://127.0.0.1:${server.port}/snapshot?pwd=s3cret`, fps: 100, idle_fps: 4 });
  const camera = openCamera(config, { clock: systemClock, log });
  camera.setPace('idle');
  expect(await take(camera, 4)).toHaveLength(4);
  expect(server.requests).toHaveLength(4);
  expect(log.events).toEqual(['camera.opened', 'camera.single_picture']);
  expect(JSON.stringify(log.lines)).not.toContain('s3cret');
});

test('something else between pictures is passed over, even a PNG that would take a gigabyte', async () => {
  const server = await rawCamera(() => ({
    pieces: [head(MULTIPART), sized(jpeg), sized(png(30_000, 30_000)), sized(jpeg)],
    after: 'again',
  }));
  expect(await take(cameraOf({ source: `http://127.0.0.1:${server.port}/video`, fps: 50 }), 10)).toHaveLength(10);
});
