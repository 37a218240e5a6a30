import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SqliteArchive } from '../../src/history/archive.ts';
import { historyFile } from '../../src/history/open.ts';
import { root } from '../assets.ts';
import { EVERYTHING } from '../contracts/history.ts';
import { startBox, tempFolder } from './box.ts';

const PATIENCE = { timeout: 60_000, interval: 200 };
const TRACK = { source: 'loops', mood: 'sad' };

const configIn = (folder: string) => ({
  camera: { source: '/dev/video99' },
  player: { output: 'null', fade: '100ms' },
  music: { order: ['loops'] },
  mqtt: { broker_port: 0 },
  web: { port: 0 },
  state: { dir: folder },
});

function pastOf(folder: string) {
  using archive = SqliteArchive.open(historyFile(folder));
  return archive?.entries(EVERYTHING) ?? [];
}

async function report(url: string, command?: object) {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(command) };
  const answer = await fetch(`${url}/api/${command ? 'commands' : 'report'}`, command ? post : {});
  return (await answer.json()) as { playback: { kind: string; track?: object }; liked: boolean; history: object };
}

describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('the history of the built daemon', { timeout: 150_000 }, () => {
  test('a mood, a play, a like and a skip are there, while it runs and after it; a kill costs only the end', async () => {
    const folder = await tempFolder();
    const box = await startBox(folder, configIn(folder));
    await report(box.url, { type: 'override', mood: 'sad' });
    await expect.poll(async () => (await report(box.url)).playback.kind, PATIENCE).toBe('playing');
    await report(box.url, { type: 'next' });
    await expect.poll(() => pastOf(folder).filter(({ kind }) => kind === 'play').length, PATIENCE).toBe(2);
    expect((await report(box.url, { type: 'like' })).liked).toBe(true);
    await expect.poll(() => pastOf(folder).some(({ kind }) => kind === 'like'), PATIENCE).toBe(true);
    await box.stop('SIGKILL');
    await using again = await startBox(folder, configIn(folder));
    await expect.poll(async () => (await report(again.url)).playback.kind, PATIENCE).toBe('playing');
    expect(await again.stop()).toBe(0);
    const past = pastOf(folder);
    expect(past.filter(({ kind }) => kind !== 'mood')).toMatchObject([
      { kind: 'play', track: TRACK, end: 'skipped' },
      { kind: 'skip', track: TRACK },
      { kind: 'play', track: TRACK },
      { kind: 'like', track: TRACK },
      { kind: 'play', track: TRACK, end: 'stopped' },
    ]);
    expect(past.filter(({ kind }) => kind === 'play')[1]).not.toHaveProperty('end');
    expect(past.filter(({ kind }) => kind === 'mood')).toMatchObject([
      { mood: 'sad', by: 'person' },
      { mood: 'sad', by: 'person' },
    ]);
  });

  test('after a restart the interrupted track goes on, nothing else is repeated, and what was liked comes back first, and says why', async () => {
    const folder = await tempFolder();
    for (const name of ['a', 'b', 'c', 'd']) await cp(join(root, 'music/sad.opus'), join(folder, `library/sad/${name}.opus`));
    const config = { ...configIn(folder), music: { order: ['library'], library: join(folder, 'library') } };
    const box = await startBox(folder, config);
    await report(box.url, { type: 'override', mood: 'sad' });
    await expect.poll(async () => (await report(box.url)).playback.kind, PATIENCE).toBe('playing');
    await report(box.url, { type: 'like' });
    expect(await box.stop()).toBe(0);
    await using again = await startBox(folder, config);
    await expect.poll(async () => (await report(again.url)).playback.kind, PATIENCE).toBe('playing');
    // Next counts against a track, unless it was liked in the same play.
    await report(again.url, { type: 'like' });
    const heard = () => pastOf(folder).flatMap((each) => (each.kind === 'play' ? [basename(each.track.id, '.opus')] : []));
    for (const plays of [3, 4, 5, 6]) {
      await report(again.url, { type: 'next' });
      await expect.poll(() => heard().length, PATIENCE).toBe(plays);
    }
    const [liked, resumed, ...others] = heard();
    expect(resumed).toBe(liked);
    expect(new Set(others)).toEqual(new Set(['a', 'b', 'c', 'd']));
    expect(others.at(-1)).toBe(liked);
    expect((await report(again.url)).playback.track).toMatchObject({ source: 'library', mood: 'sad', because: 'liked' });
  });

  test('a damaged file is set aside and said, and the music plays', async () => {
    const folder = await tempFolder();
    await writeFile(historyFile(folder), 'no database at all\n'.repeat(1000));
    await using box = await startBox(folder, configIn(folder));
    await report(box.url, { type: 'override', mood: 'happy' });
    await expect.poll(async () => (await report(box.url)).playback.kind, PATIENCE).toBe('playing');
    expect((await report(box.url)).history).toEqual({ kind: 'keeping', setAside: true });
    expect(box.said.some((line) => line.startsWith('history its file was damaged'))).toBe(true);
    expect(box.log.some((line) => line.includes('history.damaged'))).toBe(true);
    expect(existsSync(`${historyFile(folder)}.damaged`)).toBe(true);
  });

  test('where nothing can be kept, it says so and the music plays', async () => {
    const folder = await tempFolder();
    await mkdir(historyFile(folder));
    await using box = await startBox(folder, configIn(folder));
    await report(box.url, { type: 'override', mood: 'happy' });
    await expect.poll(async () => (await report(box.url)).playback.kind, PATIENCE).toBe('playing');
    expect((await report(box.url)).history).toEqual({ kind: 'lost', why: 'the state folder cannot be written to' });
    expect(await box.stop()).toBe(0);
    expect(box.log.filter((line) => /uncaught|unhandled|TypeError/i.test(line))).toEqual([]);
  });
});
