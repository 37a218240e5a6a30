import { execFileSync } from 'node:child_process';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { SENTENCES } from '../../src/camera/network/network-fault.ts';
import { openCamera } from '../../src/camera/open.ts';
import { openLog } from '../../src/cli/console/log.ts';
import { loadConfig, masked } from '../../src/config/load.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { valueWithoutSecrets, withoutSecrets } from '../../src/shared/secrets.ts';
import { clip } from '../assets.ts';
import { cameraConfig, cameraOf } from '../camera/setting.ts';
import { take } from '../contracts/camera.ts';
import { rtspServer } from '../fakes/rtsp-server.ts';
import { ADDRESSES } from '../fixtures/field/network-cameras/addresses.ts';

const never = new AbortController().signal;

/** Why a camera that is not there is lost, and everything that was logged about it. */
async function loss(source: string): Promise<{ readonly why: string; readonly logged: string }> {
  let logged = '';
  const written = new Writable({
    write: (line, _encoding, next) => {
      logged += String(line);
      next();
    },
  });
  const log = openLog('debug', written);
  const camera = openCamera(cameraConfig({ source }), { clock: systemClock, log });
  try {
    for await (const _ of camera.frames(never)) break;
  } catch (err) {
    log.error({ err, camera: camera.state, source }, 'eyes.failed');
    return { why: (err as Error).message, logged };
  }
  throw new Error('there is a camera');
}

describe.each(ADDRESSES)('$name ($met)', ({ address, secrets, shown }) => {
  it('is told nowhere', async () => {
    const { why, logged } = await loss(address);
    const config = loadConfig({ env: {}, overrides: { 'camera.source': address } });
    const printed = String(masked(config).camera?.source);
    const repeated = withoutSecrets(`open '${address}' failed: no route to ${address}`);
    const nested = JSON.stringify(valueWithoutSecrets({ err: new Error(`GET ${address}`, { cause: new Error(address) }) }));
    for (const text of [why, logged, printed, repeated, nested])
      for (const secret of secrets) expect(text.replaceAll(SENTENCES.refused, '')).not.toContain(secret);
    expect(why).toBe(`${shown} ${SENTENCES.refused}`);
    expect(printed).toBe(shown);
    expect(repeated).toBe(`open '${shown}' failed: no route to ${shown}`);
  });
});

it('no other user of the machine can read the address in the list of processes', async () => {
  const server = await rtspServer(clip(), true);
  const stop = new AbortController();
  const taken = take(cameraOf({ source: server.url.replace('://', '://viewer:hunter2@') }), 1, stop.signal);
  await expect.poll(server.connections).toBe(1);
  const listed = execFileSync('ps', ['-eo', 'ppid,args']).toString().split('\n');
  const ours = listed.filter((line) => line.trim().startsWith(`${process.pid} ffmpeg`));
  stop.abort();
  await taken;
  expect(ours).toHaveLength(1);
  expect(ours[0]).not.toMatch(/hunter2|viewer|127\.0\.0\.1/);
});
