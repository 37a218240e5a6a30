import { beforeAll, describe, it } from 'vitest';
import { CameraLost } from '../../src/camera/errors.ts';
import type { Camera } from '../../src/camera/port.ts';
import { ms } from '../../src/domain/units.ts';
import { clip } from '../assets.ts';
import { cameraOf } from '../camera/setting.ts';
import type { Codec, Packets } from '../fixtures/field/devices/rtp.ts';
import { rtpPackets } from '../fixtures/field/devices/rtp.ts';
import type { RtspInput } from '../fixtures/field/devices/rtsp.ts';
import { RTSP_CAMERAS } from '../fixtures/field/devices/rtsp.ts';
import { rtspCamera } from '../fixtures/field/devices/rtsp-camera.ts';

const packets = new Map<Codec, Packets>();
beforeAll(async () => {
  for (const codec of ['h264', 'mjpeg', 'hevc'] as const) packets.set(codec, await rtpPackets(clip(), codec));
});

/** More pictures than one second of stamps holds at ten a second: the stamps of some inputs jump on the way. */
const MANY = 20;
const wanted = ({ camera }: RtspInput): number => (camera.rate === undefined ? MANY : 3);

/** Watches until the pictures came: how often it was lost before, and the last reason. */
async function watch(
  camera: Camera,
  count: number,
  most: number,
): Promise<{ readonly losses: number; readonly why: string; readonly seen: number }> {
  let [losses, seen, why] = [0, 0, ''];
  while (losses <= most) {
    seen = 0;
    try {
      for await (const frame of camera.frames(new AbortController().signal)) {
        seen += frame.source.width === 400 ? 1 : 0;
        if (seen === count) return { losses, seen, why };
      }
    } catch (err) {
      if (!(err instanceof CameraLost)) throw err;
      why = err.message;
    }
    losses += 1;
  }
  return { losses, seen, why };
}

describe.concurrent('an RTSP camera with', () => {
  it.for(RTSP_CAMERAS)('$name', async (input, { expect }) => {
    await using server = await rtspCamera(packets.get(input.camera.codec ?? 'h264') ?? [], input.camera);
    const camera = cameraOf({ source: server.url, fps: 10, read_timeout: ms(3000) });
    const { losses, seen, why } = await watch(camera, wanted(input), input.losses ?? 0);
    if (input.expect === 'pictures') expect({ losses, seen }, why).toEqual({ losses: input.losses ?? 0, seen: wanted(input) });
    else expect(why).toBe(`${server.url} ${input.expect}`);
    await expect.poll(server.connections, { timeout: 5000 }).toBe(0);
  });
});
