import { describe, expect, it } from 'vitest';
import { CameraLost } from '../../src/camera/errors.ts';
import { ms } from '../../src/domain/units.ts';
import { cameraOf, jpegs } from '../camera/setting.ts';
import { take } from '../contracts/camera.ts';
import { rawCamera } from '../fakes/raw-camera.ts';
import { NETWORK_CAMERAS } from '../fixtures/field/network-cameras/inputs.ts';

const [jpeg = Buffer.alloc(0)] = jpegs(1);

describe.each(NETWORK_CAMERAS)('$name ($met)', ({ reply, login = '', sees }) => {
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
