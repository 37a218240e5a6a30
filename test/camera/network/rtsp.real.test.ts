import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CameraLost } from '../../../src/camera/errors.ts';
import { SENTENCES } from '../../../src/camera/network/network-fault.ts';
import { ms } from '../../../src/domain/units.ts';
import { clip } from '../../assets.ts';
import { take } from '../../contracts/camera.ts';
import { rtspServer } from '../../fakes/rtsp-server.ts';
import { cameraOf } from '../setting.ts';

const never = new AbortController().signal;

describe('an RTSP camera', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it('is lost when it hangs up, and watched again on the same object, without its password in sight', async () => {
    const server = await rtspServer(clip());
    const camera = cameraOf({ source: server.url.replace('rtsp://', 'rtsp://viewer:hunter2@'), fps: 10, read_timeout: ms(15_000) });
    const watching = (async () => {
      for await (const _ of camera.frames(never)) server.hangUp();
    })();
    await expect(watching).rejects.toBeInstanceOf(CameraLost);
    expect(JSON.stringify(camera.state)).toMatch(/"lost".*127\.0\.0\.1/);
    expect(JSON.stringify(camera.state)).not.toContain('hunter2');
    expect(await take(camera, 3)).toHaveLength(3);
    await expect.poll(server.connections).toBe(0);
  }, 60_000);

  it('is lost when it takes the connection and says nothing', async () => {
    const server = await rtspServer(clip(), true);
    const camera = cameraOf({ source: server.url, read_timeout: ms(800) });
    await expect(take(camera, 1)).rejects.toThrow(CameraLost);
    await expect.poll(server.connections, { timeout: 20_000 }).toBe(0);
  });

  it('is lost, with the usual message, when nothing listens at its address', async () => {
    const camera = cameraOf({ source: 'rtsp://user:hunter2@127.0.0.1:1/live' });
    await expect(take(camera, 1)).rejects.toThrow(`rtsp://127.0.0.1:1 ${SENTENCES.refused}`);
    expect(JSON.stringify(camera.state)).not.toContain('hunter2');
  });

  it('asks for ffmpeg if it is missing', async () => {
    vi.stubEnv('PATH', '/nonexistent');
    await expect(take(cameraOf({ source: 'rtsp://127.0.0.1:1/live' }), 1)).rejects.toThrow(/needs ffmpeg: install it/);
  });

  it('leaves no ffmpeg behind, not even one that ignores the request to end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'moodbox-ffmpeg-'));
    writeFileSync(join(folder, 'ffmpeg'), `#!/bin/sh\ntrap '' TERM\nmkdir ${folder}/$$\nexec sleep 600\n`, { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
    await expect(take(cameraOf({ source: 'rtsp://127.0.0.1:1/live', read_timeout: ms(2000) }), 1)).rejects.toThrow(CameraLost);
    // A folder, because within its fence it writes no file.
    const pid = readdirSync(folder).find((name) => /^\d+$/.test(name));
    expect(pid).toBeDefined();
    await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 20_000 }).toBe(false);
  });
});
