import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clip, root } from '../assets.ts';
import { jpegs } from '../camera/setting.ts';
import { mjpegServer } from '../fakes/mjpeg-server.ts';
import type { RunningBox } from './box.ts';
import { startBox, tempFolder } from './box.ts';

const PATIENCE = { timeout: 60_000, interval: 100 };

type Told = {
  readonly mood: string;
  readonly camera: { readonly kind: string };
  readonly cameras: readonly { readonly name: string; readonly state: { readonly kind: string; readonly why?: string } }[];
  readonly faces: readonly { readonly camera?: string }[];
  readonly presence: { readonly kind: string };
};

const told = async (box: RunningBox): Promise<Told> => (await (await fetch(`${box.url}/api/report`)).json()) as Told;
const states = async (box: RunningBox): Promise<string> =>
  (await told(box)).cameras.map(({ name, state }) => `${name} ${state.kind}`).join();
const health = async (box: RunningBox): Promise<object> => {
  const answer = await fetch(`${box.url}/healthz`);
  return { status: answer.status, ...((await answer.json()) as { readonly rooms: object }).rooms };
};
const command = async (box: RunningBox, said: object): Promise<void> => {
  const headers = { 'content-type': 'application/json' };
  await fetch(`${box.url}/api/commands`, { method: 'POST', headers, body: JSON.stringify(said) });
};

describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('one box with four cameras', { timeout: 240_000 }, () => {
  test('has one mood; a lost camera is told and changes nothing else, and the privacy switch closes all', async () => {
    const folder = await tempFolder();
    const [picture = Buffer.alloc(0)] = jpegs(1);
    writeFileSync(join(folder, 'wall.jpg'), picture);
    const server = await mjpegServer([picture], { stopAfter: 500 });
    const address = server.url.replace('http://', 'http://viewer:s3cret@');
    await using box = await startBox(folder, {
      camera: { sources: [{ front: clip() }, { name: 'side', source: clip() }, { wall: join(folder, 'wall.jpg') }, { door: address }] },
      music: { order: ['loops'] },
      player: { output: 'null' },
      mqtt: { broker_port: 0 },
      web: { port: 0 },
      state: { dir: join(folder, 'state') },
    });

    await expect.poll(() => states(box), PATIENCE).toBe('front watching,side watching,wall watching,door watching');
    await expect
      .poll(async () => [...new Set((await told(box)).faces.map(({ camera }) => camera))].sort(), PATIENCE)
      .toEqual(['door', 'front', 'side', 'wall']);
    await expect.poll(async () => (await told(box)).mood, PATIENCE).not.toBe('away');

    server.behaviour = { status: 503 };
    await expect.poll(() => box.said.filter((line) => /^camera {2}door lost/.test(line)).length, PATIENCE).toBe(1);
    await expect.poll(() => states(box), PATIENCE).toMatch(/^front watching,side watching,wall watching,door (lost|opening)$/);
    expect(await told(box)).toMatchObject({ camera: { kind: 'watching' }, presence: { kind: 'present' } });
    expect((await told(box)).mood).not.toBe('away');
    expect(await health(box)).toMatchObject({ status: 200, eyes: 'turning', camera: 'watching', 'camera front': 'watching' });
    expect(box.said.filter((line) => /^camera {2}(front|side|wall) lost/.test(line))).toEqual([]);

    server.behaviour = {};
    await expect.poll(() => states(box), PATIENCE).toBe('front watching,side watching,wall watching,door watching');

    await command(box, { type: 'camera', on: false });
    await expect.poll(() => states(box), PATIENCE).toBe('front off,side off,wall off,door off');
    await expect.poll(server.connections, PATIENCE).toBe(0);
    expect(await told(box)).toMatchObject({ camera: { kind: 'off' }, faces: [] });
    await command(box, { type: 'camera', on: true });
    await expect.poll(() => states(box), PATIENCE).toBe('front watching,side watching,wall watching,door watching');

    expect(await box.stop()).toBe(0);
    expect([...box.said, ...box.log].filter((line) => line.includes('s3cret'))).toEqual([]);
    expect(box.log.filter((line) => line.includes('"msg":"inference.opened"'))).toHaveLength(1);
    expect(box.log.filter((line) => /uncaught|unhandled|TypeError/i.test(line))).toEqual([]);
  });

  test.each([
    [['--camera', clip()], {}],
    [['--demo'], {}],
    [['--demo'], { MOODBOX_CAMERA_SOURCES: `front=${clip()},back=${clip()}` }],
  ])('%j takes the place of the cameras in the file', async (args, env) => {
    const folder = await tempFolder();
    const wrong = join(folder, 'nowhere.mp4');
    const camera = 'MOODBOX_CAMERA_SOURCES' in env ? { source: wrong } : { sources: [{ front: wrong }] };
    const config = { camera, music: { order: ['loops'] }, player: { output: 'null' }, mqtt: { broker_port: 0 }, web: { port: 0 } };
    await using box = await startBox(folder, { ...config, state: { dir: folder } }, env, args);
    const names = 'MOODBOX_CAMERA_SOURCES' in env ? ['front', 'back'] : [''];
    const watching = names.map((name) => `camera  ${name && `${name} `}watching`);
    await expect.poll(() => watching.every((words) => box.said.some((line) => line.startsWith(words))), PATIENCE).toBe(true);
    expect(await box.stop()).toBe(0);
  });
});
