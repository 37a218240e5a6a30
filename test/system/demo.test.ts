import { chmodSync, existsSync, readdirSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findTools } from '../../src/music/composed/tools.ts';
import { root } from '../assets.ts';
import { processesWith } from '../fixtures/processes.ts';
import { Ear } from '../mqtt/setting.ts';
import { startBox, tempFolder } from './box.ts';

const PATIENCE = { timeout: 120_000, interval: 200 };
const quiet = { player: { output: 'null' }, web: { port: 0 } };
const line = (said: readonly string[], form: RegExp): string | undefined => said.map((each) => form.exec(each)?.[1]).find((each) => each);
const COMPOSED = /^music\s+(.+), following the room \(composed\)$/;
const LOOP = /^music\s+(.+) \(loops\)$/;
const canCompose = typeof findTools() !== 'string';
/** Links the programs of this machine into a folder, which the broker's own user must be able to read. */
function linkPrograms(folder: string, isWanted: (name: string) => boolean): void {
  const folders = (process.env.PATH ?? '').split(':').filter((each) => existsSync(each));
  const programs = folders.flatMap((from) => readdirSync(from).map((name) => [name, join(from, name)] as const));
  chmodSync(folder, 0o755);
  // What comes first in the PATH counts, and a map keeps what comes last.
  for (const [name, program] of new Map(programs.reverse())) if (isWanted(name)) symlinkSync(program, join(folder, name));
}
const demos = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('moodbox-demo-'));

describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('moodbox run', { timeout: 300_000 }, () => {
  test('the demo needs nothing: it prints page, mood and track, has a broker of its own, and Ctrl-C ends all of it', async () => {
    const mark = `demo-${process.pid}`;
    const before = demos();
    await using box = await startBox(await tempFolder(), quiet, { LC_TEST_MARK: mark }, ['--demo']);
    await expect.poll(() => line(box.said, /^mood\s+(angry|disgust|fear|happy|sad|surprise|neutral)$/), PATIENCE).toBeDefined();
    await expect.poll(() => line(box.said, canCompose ? COMPOSED : LOOP), PATIENCE).toBeDefined();
    await expect.poll(() => line(box.said, /^broker\s+connected to mqtt:\/\/127\.0\.0\.1:(\d+)$/), PATIENCE).toBeDefined();
    const port = Number(line(box.said, /^broker\s+connected to .*:(\d+)$/));
    await using ear = await Ear.open(port);
    await expect.poll(() => ear.topics.some((topic) => topic.endsWith('/mood')), PATIENCE).toBe(true);
    expect((await fetch(`${box.url}/healthz`)).status).toBe(200);
    expect(await box.stop('SIGINT')).toBe(0);
    await expect.poll(() => processesWith('LC_TEST_MARK', mark), PATIENCE).toEqual([]);
    expect(demos()).toEqual(before);
  });

  test('without FluidSynth the demo plays the loops', async () => {
    const bin = await tempFolder();
    onTestFinished(() => rm(bin, { recursive: true }));
    linkPrograms(bin, (name) => name !== 'fluidsynth');
    await using box = await startBox(await tempFolder(), quiet, { PATH: bin }, ['--demo']);
    await expect.poll(() => line(box.said, LOOP), PATIENCE).toBeDefined();
    expect(line(box.said, COMPOSED)).toBeUndefined();
    expect(await box.stop('SIGINT')).toBe(0);
  });

  test('killed by SIGKILL, it takes mpv and its broker with it', async () => {
    const mark = `killed-${process.pid}`;
    const folder = await tempFolder();
    await using box = await startBox(folder, { ...quiet, state: { dir: folder } }, { LC_TEST_MARK: mark }, ['--demo']);
    await expect.poll(() => line(box.said, /^music\s+(.+) \((?:composed|loops)\)$/), PATIENCE).toBeDefined();
    expect(processesWith('LC_TEST_MARK', mark).length).toBeGreaterThanOrEqual(3);
    await box.stop('SIGKILL');
    await expect.poll(() => processesWith('LC_TEST_MARK', mark), PATIENCE).toEqual([]);
  });

  test('without a camera it says what is missing and what to do, goes on, and plays what it is asked to', async () => {
    const folder = await tempFolder();
    const config = {
      ...quiet,
      camera: { source: '/dev/video99' },
      music: { order: ['loops'] },
      mqtt: { broker_port: 0 },
      state: { dir: folder },
    };
    await using box = await startBox(folder, config);
    await expect.poll(() => line(box.said, /^camera\s+lost: (.*\/dev\/video99.*)$/), PATIENCE).toBeDefined();
    const answer = await fetch(`${box.url}/api/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"type":"override","mood":"sad"}',
    });
    expect(answer.status).toBe(202);
    await expect.poll(() => line(box.said, /^music\s+(.+) \(loops\)$/), PATIENCE).toBeDefined();
    expect(await box.stop()).toBe(0);
  });

  test.each([
    [{ camera: { source: '/nowhere/clip.mp4' } }, /there is no camera, file or folder '\/nowhere\/clip\.mp4'/],
    [{ inference: { models: '/nowhere' } }, /\/nowhere/],
    [{ music: { mapping: '/nowhere/music.yaml' } }, /\/nowhere\/music\.yaml/],
    [{ player: { output: 'pcm:/nowhere/sound.wav' } }, /player\.output: cannot write \/nowhere\/sound\.wav/],
    [{ web: { port: 1, host: '203.0.113.7' } }, /the page cannot open/],
  ])('what waiting cannot mend ends it with one clear line: %j', async (wrong, why) => {
    const folder = await tempFolder();
    const config = { ...quiet, mqtt: { broker_port: 0 }, state: { dir: folder }, ...wrong };
    const started = startBox(folder, config, {}, 'camera' in wrong ? [] : ['--camera', folder]);
    await expect(started.then((box) => box[Symbol.asyncDispose]())).rejects.toThrow(why);
    await expect(started).rejects.not.toThrow(/\n\s+at /);
  });
});
