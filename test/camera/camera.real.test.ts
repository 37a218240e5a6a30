import { realpathSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { clip } from '../assets.ts';
import { cameraContract } from '../contracts/camera.ts';
import { FakeCamera, greyFrame } from '../fakes/camera.ts';
import { FakeLog } from '../fakes/log.ts';
import { mjpegServer } from '../fakes/mjpeg-server.ts';
import { rtspServer } from '../fakes/rtsp-server.ts';
import { openV4l2OnClip } from './device.ts';
import { cameraConfig, cameraOf, folder, jpegs, openFiles } from './setting.ts';

const small = { width: 400, height: 300 };
const idling = (idleFps: number | undefined) => (idleFps === undefined ? {} : { idle_fps: idleFps });
const clipFile = realpathSync(clip());

cameraContract('FakeCamera', async (idleFps) => {
  const camera = new FakeCamera([], idleFps);
  const began = performance.now();
  let seq = 0;
  const showing = setInterval(() => camera.show(greyFrame(seq++, performance.now() - began)), 20);
  onTestFinished(() => clearInterval(showing));
  return { camera, source: { width: 640, height: 480 }, held: () => camera.watching };
});

cameraContract('a clip', async (idleFps) => ({
  camera: cameraOf({ source: clip(), ...idling(idleFps) }),
  source: small,
  held: () => openFiles(clipFile),
}));

cameraContract('a folder of images', async (idleFps) => {
  const [a, b, c] = jpegs(3) as [Buffer, Buffer, Buffer];
  const source = folder({ '1.jpg': a, '2.JPEG': b, '3.jpg': c });
  return { camera: cameraOf({ source, ...idling(idleFps) }), source: small };
});

cameraContract('an MJPEG address', async (idleFps) => {
  const server = await mjpegServer(jpegs(3));
  return { camera: cameraOf({ source: server.url, ...idling(idleFps) }), source: small, held: server.connections };
});

cameraContract('a V4L2 device', async (idleFps) => {
  const device = openV4l2OnClip({ video0: 'Clip Cam' });
  const camera = device.camera(cameraConfig({ source: 'auto', ...idling(idleFps) }), { clock: systemClock, log: new FakeLog() });
  return { camera, source: small, held: () => openFiles(clipFile) };
});

cameraContract('an RTSP address', async (idleFps) => {
  const server = await rtspServer(clip());
  return {
    camera: cameraOf({ source: server.url, ...idling(idleFps), read_timeout: ms(15_000) }),
    source: small,
    held: server.connections,
  };
});
