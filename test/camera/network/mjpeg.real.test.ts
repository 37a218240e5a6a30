import { describe, expect, it, test } from 'vitest';
import { CameraLost } from '../../../src/camera/errors.ts';
import { SENTENCES } from '../../../src/camera/network/network-fault.ts';
import type { Camera } from '../../../src/camera/port.ts';
import { ms } from '../../../src/domain/units.ts';
import { take } from '../../contracts/camera.ts';
import { mjpegServer } from '../../fakes/mjpeg-server.ts';
import { cameraOf, jpegs } from '../setting.ts';

/** The error that a camera is lost with, and how many frames came before. */
async function loss(camera: Camera): Promise<{ readonly err: unknown; readonly seen: number }> {
  let seen = 0;
  try {
    for await (const _ of camera.frames(new AbortController().signal)) seen += 1;
  } catch (err) {
    return { err, seen };
  }
  throw new Error('the stream ended without being lost');
}

describe('an MJPEG camera is lost', () => {
  it.each([
    ['when its stream ends', { stopAfter: 3 }, 10_000, /gives no more pictures/],
    ['when the connection is cut', { stopAfter: 3, cut: true }, 10_000, /broke off/],
    ['when it falls silent', { silentAfter: 3 }, 1500, /gave no picture for 1.5 s/],
  ])('%s, and watched again on the same object', async (_, behaviour, patience, why) => {
    const server = await mjpegServer(jpegs(2), behaviour);
    const camera = cameraOf({ source: server.url, read_timeout: ms(patience) });
    const { err, seen } = await loss(camera);
    expect(seen).toBeGreaterThan(0);
    expect(err).toBeInstanceOf(CameraLost);
    expect(err).toMatchObject({ message: expect.stringMatching(why) });
    expect(camera.state).toEqual({ kind: 'lost', why: (err as Error).message });
    await expect.poll(server.connections).toBe(0);

    server.behaviour = {};
    expect(await take(camera, 3)).toHaveLength(3);
  });

  it.each([
    ['when it never answers', { mute: true }, 400, /did not open within 0.4 s/],
    ['when it wants a password', { status: 401 }, 10_000, /wants a user and a password: put them into the address/],
    ['when the address is wrong', { status: 404 }, 10_000, /answers 404/],
    ['when it shows a web page', { contentType: 'text/html' }, 10_000, /sends 'text\/html', not an MJPEG stream/],
  ])('%s', async (_, behaviour, patience, why) => {
    const server = await mjpegServer([], behaviour);
    const { err, seen } = await loss(cameraOf({ source: server.url, read_timeout: ms(patience) }));
    expect(seen).toBe(0);
    expect(err).toBeInstanceOf(CameraLost);
    expect(err).toMatchObject({ message: expect.stringMatching(why) });
    await expect.poll(server.connections).toBe(0);
  });

  it('when nobody listens there', async () => {
    const { err } = await loss(cameraOf({ source: 'http://127.0.0.1:1/video' }));
    const message = `http://127.0.0.1:1 ${SENTENCES.refused}`;
    expect(err).toMatchObject({ name: 'CameraLost', message, cause: { code: 'ECONNREFUSED' } });
  });

  it('when it sends nothing that can be decoded', async () => {
    const server = await mjpegServer([Buffer.from('no jpeg at all')]);
    const { err, seen } = await loss(cameraOf({ source: server.url, fps: 1000 }));
    expect(seen).toBe(0);
    expect(err).toMatchObject({ message: expect.stringMatching(/parts, but no JPEG picture/) });
  });
});

test('a camera that never answers does not delay an abort', async () => {
  const server = await mjpegServer([], { mute: true });
  const stop = new AbortController();
  const taken = take(cameraOf({ source: server.url, read_timeout: ms(60_000) }), 1, stop.signal);
  await expect.poll(server.connections).toBe(1);
  stop.abort();
  expect(await taken).toEqual([]);
  await expect.poll(server.connections).toBe(0);
});

test('an occasional damaged picture is skipped', async () => {
  const [whole] = jpegs(1) as [Buffer];
  const server = await mjpegServer([Buffer.from('torn'), whole]);
  expect(await take(cameraOf({ source: server.url, fps: 1000 }), 5)).toHaveLength(5);
});

test.each([
  ['without lengths', { contentLength: false }],
  ['with a boundary that has its dashes', { boundary: '--cam' }],
])('a stream %s is understood', async (_, behaviour) => {
  const server = await mjpegServer(jpegs(2), behaviour);
  expect(await take(cameraOf({ source: server.url }), 4)).toHaveLength(4);
});

test('user and password go to the camera, and nowhere else', async () => {
  const server = await mjpegServer(jpegs(1));
  const camera = cameraOf({ source: server.url.replace('http://', 'http://viewer:p%40ss@') });
  for await (const _ of camera.frames(new AbortController().signal)) break;
  expect(server.authorizations).toEqual([`Basic ${Buffer.from('viewer:p@ss').toString('base64')}`]);
  const shown: string[] = [];
  for await (const _ of camera.frames(new AbortController().signal)) {
    shown.push(JSON.stringify(camera.state));
    break;
  }
  expect(shown[0]).toContain(new URL(server.url).origin);
  expect(shown[0]).not.toContain('p%40ss');
});
