import type { ChildProcess } from 'node:child_process';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Mood } from '../../../src/domain/emotion.ts';
import type { MusicChoice } from '../../../src/domain/music.ts';
import { loadMapping } from '../../../src/music/choose/mapping.ts';
import { SubsonicSource } from '../../../src/music/subsonic/source.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { listenOnce } from '../../../src/shared/process/ports.ts';
import { FakeLog } from '../../fakes/log.ts';

export const run = promisify(execFile);
const never = new AbortController().signal;
const wish = (mood: Mood, avoid: readonly string[] = []): MusicChoice => ({ mood, query: '', why: 'asked', avoid });

/** A real server that has been started with a folder of music. `url`: what people write into the configuration. */
export type StartedServer = { readonly child: ChildProcess; readonly url: string; readonly username: string; readonly password: string };
/** Starts one at this port. `folder` is for what it keeps, `music` for what it plays. */
export type StartServer = (at: { readonly folder: string; readonly music: string; readonly port: number }) => Promise<StartedServer>;

/** What the source is held to on a real server, if there is one here. */
export function realServer(name: string, isHere: boolean, start: StartServer): void {
  describe.runIf(isHere)(`a real ${name}`, { timeout: 180_000 }, () => {
    let folder: string;
    let server: StartedServer;
    const open = (password = server.password) => {
      const { url, username } = server;
      const log = new FakeLog();
      const config = { ...{ url, username, password, password_file: '', ca: '' }, plain_password: false, give_back: 'stars' } as const;
      return { log, source: new SubsonicSource({ config, mapping: loadMapping('', 'gentle'), clock: systemClock, log }) };
    };

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), `moodbox-${name}-`));
      const music = join(folder, 'music');
      for (const [title, genre] of [
        ['Morning', 'Pop'],
        ['Rain', 'Piano'],
        ['March', 'Polka'],
      ] as const)
        await song(join(music, 'An Artist', 'An Album'), title, genre);
      server = await start({ folder, music, port: await listenOnce('127.0.0.1', 0) });
      await vi.waitFor(() => fetch(server.url), { timeout: 100_000, interval: 250 });
    }, 240_000);
    afterAll(async () => {
      const ended = server && once(server.child, 'exit');
      server?.child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    });

    test('plays what fits by its genre, from its own files', async () => {
      const { log, source } = open();
      await using _closed = source;
      const found = await source.find(wish('happy'), never);
      expect(found).toMatchObject({ ok: true, value: { title: 'An Artist – Morning', source: 'subsonic' } });
      if (!found.ok) throw new Error(found.why);
      const answer = await fetch(found.value.url ?? '');
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 4)).toBe('fLaC');
      await expect.poll(() => log.events).toContain('subsonic.read');
      expect(await source.find(wish('sad'), never)).toMatchObject({ ok: true, value: { title: 'An Artist – Rain' } });
      expect(await source.find(wish('fear'), never)).toEqual({ ok: false, why: 'no-match' });
    });

    test('finds by words, and what it found before', async () => {
      const { source } = open();
      await using _closed = source;
      const found = await source.search('march', { mood: 'sad', most: 5 }, never);
      expect(found).toMatchObject({ ok: true, value: [{ title: 'An Artist – March' }] });
      const [track] = found.ok ? found.value : [];
      const { source: other } = open();
      await using _other = other;
      expect(track && (await other.recall(track, never))).toMatchObject({ ok: true, value: { id: track?.id } });
    });

    test('does not let a wrong password in', async () => {
      const { log, source } = open('another');
      await using _closed = source;
      expect(await source.find(wish('happy'), never)).toEqual({ ok: false, why: 'blocked' });
      expect(JSON.stringify(log.lines)).not.toContain(Buffer.from('another').toString('hex'));
    });

    test('knows what was starred, and that it was played', async () => {
      const { source } = open();
      await using _closed = source;
      const found = await source.find(wish('happy'), never);
      if (!found.ok) throw new Error(found.why);
      source.liked(found.value);
      source.heard(found.value);
      const { password, url, username } = server;
      const asked = `${url}/rest/getStarred2?f=json&v=1.12.0&c=test&u=${username}&p=${encodeURIComponent(password)}`;
      await expect.poll(async () => (await fetch(asked)).text(), { timeout: 20_000, interval: 250 }).toContain('Morning');
    });
  });
}

/** A second of silence as FLAC, with tags. */
async function song(folder: string, title: string, genre: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const tags = [
    '-metadata',
    `title=${title}`,
    '-metadata',
    'artist=An Artist',
    '-metadata',
    'album=An Album',
    '-metadata',
    `genre=${genre}`,
  ];
  const silence = ['-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '1'];
  await run('ffmpeg', ['-v', 'error', ...silence, ...tags, '-c:a', 'flac', join(folder, `${title}.flac`)]);
}
