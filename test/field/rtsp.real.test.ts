import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { CameraLost } from '../../src/camera/errors.ts';
import type { Camera } from '../../src/camera/port.ts';
import { ms } from '../../src/domain/units.ts';
import { clip, root } from '../assets.ts';
import { cameraOf } from '../camera/setting.ts';
import type { Codec, Packets } from '../fixtures/field/devices/rtp.ts';
import { rtpPackets } from '../fixtures/field/devices/rtp.ts';
import type { RtspInput } from '../fixtures/field/devices/rtsp.ts';
import { RTSP_CAMERAS } from '../fixtures/field/devices/rtsp.ts';
import { rtspCamera } from '../fixtures/field/devices/rtsp-camera.ts';

const packets = new Map<Codec, Packets>();
beforeAll(async () => {
  for (const codec of ['h264', 'h264-b', 'mjpeg', 'hevc'] as const) packets.set(codec, await rtpPackets(clip(), codec));
});

/** More pictures than one second of stamps holds at ten a second: the stamps of some inputs jump on the way. */
const MANY = 20;
const wanted = ({ camera, clockJump }: RtspInput): number => {
  if (clockJump !== undefined) return 2 * MANY; // The clock is set a second or so after the first.
  return camera.rate === undefined ? MANY : 3;
};

type Watched = { readonly why: string; readonly seen: number };

/** Watches until so many pictures came, or until it is lost, and why. */
async function watch(camera: Camera, count: number): Promise<Watched> {
  let seen = 0;
  try {
    for await (const frame of camera.frames(new AbortController().signal)) {
      seen += frame.source.width === 400 ? 1 : 0;
      if (seen === count) break;
    }
  } catch (err) {
    if (!(err instanceof CameraLost)) throw err;
    return { seen, why: err.message };
  }
  return { seen, why: '' };
}

async function outcome(input: RtspInput): Promise<Watched & { readonly left: number; readonly asked: string | undefined }> {
  await using server = await rtspCamera(packets.get(input.camera.codec ?? 'h264') ?? [], input.camera);
  const camera = cameraOf({ source: server.url, fps: 10, read_timeout: ms(3000) });
  const watched = await watch(camera, wanted(input));
  await vi.waitUntil(() => server.connections() === 0, { timeout: 20_000 });
  return {
    seen: watched.seen,
    why: watched.why.replace(/^rtsp:\/\/127\.0\.0\.1\S* (\(over UDP\) )?/, ''),
    left: server.connections(),
    asked: server.asked[0],
  };
}

const expected = (input: RtspInput) =>
  input.expect === 'pictures' ? { why: '', seen: wanted(input), left: 0, asked: 'RTP/AVP/TCP' } : { seen: 0, why: input.expect, left: 0 };

describe.concurrent('an RTSP camera with', () => {
  it.for(RTSP_CAMERAS.filter(({ clockJump }) => clockJump === undefined))('$name', async (input, { expect }) => {
    const got = await outcome(input);
    expect(got).toMatchObject(expected(input));
  });
});

describe('an RTSP camera of', () => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-clock-'));
  const library = join(folder, 'clock-jump.so');
  beforeAll(() => {
    const source = join(root, 'test/fixtures/field/devices/clock-jump.c');
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-Werror', source, '-o', library]);
    const real = execFileSync('sh', ['-c', 'command -v ffmpeg'], { encoding: 'utf8' }).trim();
    writeFileSync(join(folder, 'ffmpeg'), `#!/bin/sh\nLD_PRELOAD=${library} exec ${real} "$@"\n`, { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
    return () => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    };
  });

  it.each(RTSP_CAMERAS.filter(({ clockJump }) => clockJump !== undefined))('$name', async (input) => {
    vi.stubEnv('LC_CLOCK_JUMP', String(input.clockJump));
    const got = await outcome(input);
    expect(got).toMatchObject(expected(input));
  });
});

it('tells people where the pictures come over UDP after TCP was of no use', { timeout: 30_000 }, async () => {
  await using server = await rtspCamera(packets.get('h264') ?? [], { tcp: 404 });
  const camera = cameraOf({ source: server.url, fps: 10, read_timeout: ms(3000) });
  for await (const _ of camera.frames(new AbortController().signal)) {
    expect(camera.state).toMatchObject({ kind: 'watching', source: expect.stringMatching(/^rtsp:\/\/127\.0\.0\.1:\d+ \(over UDP\)$/) });
    break;
  }
});
