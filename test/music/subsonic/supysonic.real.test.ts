import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
import { programIn } from '../../../src/shared/process/programs.ts';
import { FakeLog } from '../../fakes/log.ts';

const run = promisify(execFile);
const never = new AbortController().signal;
const wish = (mood: Mood, avoid: readonly string[] = []): MusicChoice => ({ mood, query: '', why: 'asked', avoid });
const PASSWORD = 's3cret word';
const server = programIn((process.env.PATH ?? '').split(':'), 'supysonic-server');
if (server === undefined) process.stderr.write('SKIPPED: supysonic is not installed (apt-get install supysonic python3-waitress)\n');

/** supysonic keeps hashes of passwords, so it takes no tokens; it speaks Subsonic 1.12 and compares genres letter for letter. */
describe.runIf(server !== undefined)('a real supysonic', { timeout: 180_000 }, () => {
  let folder: string;
  let child: ChildProcess;
  let url: string;
  let env: NodeJS.ProcessEnv;
  const supysonic = (...words: readonly string[]) => run('supysonic-cli', words, { env });
  const open = (password = PASSWORD) => {
    const log = new FakeLog();
    const config = {
      ...{ url, username: 'admin', password, password_file: '', ca: '' },
      plain_password: false,
      give_back: 'stars',
    } as const;
    return { log, source: new SubsonicSource({ config, mapping: loadMapping('', 'gentle'), clock: systemClock, log }) };
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'moodbox-supysonic-'));
    const music = join(folder, 'music');
    for (const [title, genre] of [
      ['Morning', 'Pop'],
      ['Rain', 'Piano'],
      ['March', 'Polka'],
    ] as const)
      await song(join(music, 'An Artist', 'An Album'), title, genre);
    const settings = `[base]\ndatabase_uri = sqlite:///${join(folder, 'base.db')}\n[webapp]\ncache_dir = ${join(folder, 'cache')}\nmount_webui = off\n[daemon]\nrun_watcher = off\n`;
    writeFileSync(join(folder, '.supysonic'), settings);
    env = { ...process.env, HOME: folder };
    await supysonic('user', 'add', 'admin', '-p', PASSWORD);
    await supysonic('folder', 'add', 'Lib', music);
    await supysonic('folder', 'scan', '--foreground', 'Lib');
    const port = await listenOnce('127.0.0.1', 0);
    url = `http://127.0.0.1:${port}`;
    child = spawn('supysonic-server', ['-S', 'waitress', '-h', '127.0.0.1', '-p', String(port)], { env, stdio: 'ignore' });
    await vi.waitFor(() => fetch(url), { timeout: 100_000, interval: 250 });
  }, 240_000);
  afterAll(async () => {
    const ended = child && once(child, 'exit');
    child?.kill();
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
    const asked = `${url}/rest/getStarred2?f=json&v=1.12.0&c=test&u=admin&p=${encodeURIComponent(PASSWORD)}`;
    await expect.poll(async () => (await fetch(asked)).text(), { timeout: 20_000, interval: 250 }).toContain('Morning');
  });
});

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
