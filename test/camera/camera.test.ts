import { realpathSync } from 'node:fs';
import { ms } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { clip } from '../assets.ts';
import { cameraContract } from '../contracts/camera.ts';
import { FakeCamera, greyFrame } from '../fakes/camera.ts';
import { FakeLog } from '../fakes/log.ts';
import { mjpegServer } from '../fakes/mjpeg-server.ts';
import { rtspServer } from '../fakes/rtsp-server.ts';
import { openV4l2OnClip } from './device.ts';
import { cameraConfig, cameraOf, folder, jpegs, openFiles } from './setting.ts';

const small = { width: 400, height: 300 };
const clipFile = realpathSync(clip());

cameraContract('FakeCamera', async () => {
  const camera = new FakeCamera(Array.from({ length: 100 }, (_, seq) => greyFrame(seq)));
  return { camera, source: { width: 640, height: 480 }, workingWidth: 320, held: () => camera.watching };
});

cameraContract('a clip', async () => ({
  camera: cameraOf({ source: clip() }),
  source: small,
  workingWidth: 320,
  held: () => openFiles(clipFile),
}));

cameraContract('a folder of images', async () => {
  const [a, b, c] = jpegs(3) as [Buffer, Buffer, Buffer];
  const source = folder({ '1.jpg': a, '2.JPEG': b, '3.jpg': c });
  return { camera: cameraOf({ source, working_width: 640 }), source: small, workingWidth: 640 };
});

cameraContract('an MJPEG address', async () => {
  const server = await mjpegServer(jpegs(3));
  return { camera: cameraOf({ source: server.url }), source: small, workingWidth: 320, held: server.connections };
});

cameraContract('a V4L2 device', async () => {
  const device = openV4l2OnClip({ video0: 'Clip Cam' });
  const camera = device.camera(cameraConfig({ source: 'auto' }), { clock: systemClock, log: new FakeLog() });
  return { camera, source: small, workingWidth: 320, held: () => openFiles(clipFile) };
});

cameraContract('an RTSP address', async () => {
  const server = await rtspServer(clip());
  return { camera: cameraOf({ source: server.url, read_timeout: ms(15_000) }), source: small, workingWidth: 320, held: server.connections };
});
