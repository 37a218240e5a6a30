import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { root } from '../../assets.ts';
import { mappingWithOrder } from '../../fixtures/mapping.ts';
import { processesWith } from '../../fixtures/processes.ts';
import { nowhere } from '../../fixtures/youtube-server.ts';
import type { Releases } from '../../fixtures/ytdlp-releases.ts';
import { certified, packed, says, script, startReleases } from '../../fixtures/ytdlp-releases.ts';
import { call } from '../call.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Newer than any Debian's. */
const NEW = '2098.11.02';

let stateDir: string;
let releases: Releases;
beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'moodbox-update-cli-'));
  releases = await startReleases();
});
afterEach(async () => {
  await releases[Symbol.asyncDispose]();
  rmSync(stateDir, { recursive: true, force: true });
});

const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...nowhere,
  PATH: process.env.PATH,
  MOODBOX_CONFIG: join(root, 'config/moodbox.example.yaml'),
  MOODBOX_MQTT_ID: 'test',
  MOODBOX_STATE_DIR: stateDir,
  MOODBOX_MUSIC_YTDLP_UPDATES: releases.url,
  ...more,
});
const update = (args: readonly string[] = [], more: NodeJS.ProcessEnv = {}) => call(['update-ytdlp', ...args], env(more));

describe('moodbox update-ytdlp', () => {
  test('--check compares, without a word fetches, again does nothing, --rollback goes back', async () => {
    releases.publish(NEW, says(NEW));
    expect(await update(['--check'])).toMatchObject({ status: 0, out: [expect.stringMatching(/is in use, and 2098.11.02 is newer/)] });
    expect(readdirSync(stateDir)).toEqual([]);
    const fetched = await update();
    expect(fetched).toMatchObject({
      status: 0,
      out: [expect.stringMatching(/^yt-dlp 2098.11.02 is in use now, instead of \S+: not signed/)],
    });
    expect(await update()).toMatchObject({ status: 0, out: [expect.stringContaining('is in use and is the newest')] });
    expect(await update(['--rollback'])).toMatchObject({ status: 0, out: ["in use now: Debian's yt-dlp"] });
    expect(await update()).toMatchObject({ status: 0, out: [expect.stringContaining('somebody rolled back from it')] });
    expect(await update(['--rollback'])).toMatchObject({ status: 0, out: [`in use now: yt-dlp ${NEW}`] });
  });

  test('says in one line what is wrong and what to do, and exits 1', async () => {
    releases.publish(NEW, script('exit 1'));
    const { status, out, err } = await update();
    expect({ status, out }).toEqual({ status: 1, out: [] });
    expect(err).toEqual([
      expect.stringMatching(/^moodbox update-ytdlp: the new release does not start on this machine .*Nothing has changed\.$/),
    ]);
  });

  test.each([
    ['updates are off', { MOODBOX_MUSIC_YTDLP_UPDATES: 'off' }],
    ['the program is not ours', { MOODBOX_MUSIC_YTDLP: '/usr/bin/yt-dlp' }],
    ['YouTube is not used', { MOODBOX_MUSIC_ORDER: 'loops' }],
  ])('has nothing to do where %s', async (_, more) => {
    expect(await update([], more)).toMatchObject({ status: 0, out: [expect.stringMatching(/^nothing to do: /)] });
    expect(releases.requests).toEqual([]);
  });

  test('has work to do where one mood alone asks YouTube, by its own order in the mapping', async () => {
    const mapping = mappingWithOrder(join(stateDir, 'mapping.yaml'), 'happy', ['youtube']);
    releases.publish(NEW, says(NEW));
    expect(await update(['--check'], { MOODBOX_MUSIC_ORDER: 'library,loops', MOODBOX_MUSIC_MAPPING: mapping })).toMatchObject({
      status: 0,
      out: [expect.stringContaining(`${NEW} is newer`)],
    });
  });

  test('a mapping with a mistake is told, and nothing is fetched', async () => {
    const mapping = mappingWithOrder(join(stateDir, 'mapping.yaml'), 'happy', ['spotify']);
    const { status, err } = await update([], { MOODBOX_MUSIC_MAPPING: mapping });
    expect({ status, err }).toEqual({ status: 78, err: [expect.stringContaining('presets.gentle.happy.order')] });
    expect(releases.requests).toEqual([]);
  });

  test.runIf(process.getuid?.() === 0)('root leaves the folder of the service alone: it could not be updated any more', async () => {
    chownSync(stateDir, 12_345, 12_345);
    releases.publish(NEW, says(NEW));
    expect(await update()).toMatchObject({ status: 1, err: [expect.stringContaining('systemctl start moodbox-ytdlp')] });
    expect(await update(['--rollback'])).toMatchObject({ status: 1 });
    expect(readdirSync(stateDir)).toEqual([]);
  });

  test.each([
    [['--check', '--rollback'], {}, 2, 'do not go together'],
    [[], { MOODBOX_MUSIC_YTDLP_UPDATES: 'weekly' }, 78, 'must be nightly, stable, off, or an address'],
    [[], { MOODBOX_MUSIC_YTDLP_UPDATES: 'ftp://example.org' }, 78, 'must be nightly'],
  ])('%j with %j is a mistake', async (args, more, status, words) => {
    const called = await update(args, more);
    expect(called.status).toBe(status);
    expect(called.err.join()).toContain(words);
  });
});

/** The built program as a process of its own. */
async function process_(more: NodeJS.ProcessEnv = {}) {
  const child = spawn(join(root, 'bin/moodbox'), ['update-ytdlp'], { env: env(more), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  return { child, ended: once(child, 'close').then(([status]) => ({ status: status as number | null, said })) };
}

test('killed in the middle: the old one stays, the lock is free, and the next run cleans up', async () => {
  releases.publish('2098.11.01', says('2098.11.01'));
  await update();
  releases.publish(NEW, packed(NEW));
  releases.faults['yt-dlp'] = 'stalls';
  const mark = join(stateDir, 'mark');
  const { child, ended } = await process_({ LC_TEST_MARK: mark });
  await vi.waitFor(() => expect(releases.requests.at(-1)).toBe(`GET /assets/${NEW}/yt-dlp`), { timeout: 100_000 });
  child.kill('SIGKILL');
  expect(await ended).toMatchObject({ status: null });
  const folder = join(stateDir, 'ytdlp');
  expect(readlinkSync(join(folder, 'current'))).toBe('2098.11.01');
  expect(readdirSync(folder).some((name) => name.startsWith('draft-'))).toBe(true);
  await vi.waitFor(() => expect(processesWith('LC_TEST_MARK', mark)).toEqual([]), { timeout: 20_000 });
  delete releases.faults['yt-dlp'];
  releases.publish(NEW, says(NEW));
  expect(await update()).toMatchObject({ status: 0, out: [expect.stringContaining(`${NEW} is in use now`)] });
  expect(readdirSync(folder).filter((name) => name.startsWith('draft-'))).toEqual([]);
});

test('a file may not grow any further: the old one stays, and room is what it asks for', async () => {
  releases.publish('2098.11.01', says('2098.11.01'));
  await update();
  releases.publish(NEW, Buffer.alloc(2_000_000));
  const limited = ['--fsize=1000000', join(root, 'bin/moodbox'), 'update-ytdlp'];
  const child = spawn('prlimit', limited, { env: env(), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  const [status] = await once(child, 'close');
  expect({ status, said }).toEqual({ status: 1, said: expect.stringMatching(/the disk is full .*: make room\. Nothing has changed\.\n$/) });
  expect(readlinkSync(join(stateDir, 'ytdlp/current'))).toBe('2098.11.01');
});

test.runIf(process.getuid?.() !== 0)('a folder that may not be written to: the old one stays', async () => {
  releases.publish('2098.11.01', says('2098.11.01'));
  await update();
  releases.publish(NEW, says(NEW));
  chmodSync(join(stateDir, 'ytdlp'), 0o500);
  expect(await update()).toMatchObject({ status: 1, err: [expect.stringContaining('its folder cannot be written to')] });
  chmodSync(join(stateDir, 'ytdlp'), 0o700);
  expect(readlinkSync(join(stateDir, 'ytdlp/current'))).toBe('2098.11.01');
});

test.each([
  ['valid', '20200101000000Z', '20900101000000Z', 0, 'is in use now'],
  ['not valid yet, as after a flat battery', '20800101000000Z', '20900101000000Z', 1, "check this machine's date and time"],
  ['valid no more', '20200101000000Z', '20210101000000Z', 1, "check this machine's date and time"],
])('over https, with a certificate that is %s by this clock', async (_, from, to, status, words) => {
  using certificate = certified(from, to);
  await using secure = await startReleases(undefined, certificate);
  secure.publish(NEW, says(NEW));
  const { ended } = await process_({ MOODBOX_MUSIC_YTDLP_UPDATES: secure.url, NODE_EXTRA_CA_CERTS: certificate.ca });
  const { said, ...rest } = await ended;
  expect({ ...rest, said }).toEqual({ status, said: expect.stringContaining(words) });
});

test('over https, from a server that nobody vouches for', async () => {
  using certificate = certified('20200101000000Z', '20900101000000Z');
  await using secure = await startReleases(undefined, certificate);
  secure.publish(NEW, says(NEW));
  const { ended } = await process_({ MOODBOX_MUSIC_YTDLP_UPDATES: secure.url });
  expect(await ended).toEqual({ status: 1, said: expect.stringContaining('the server refuses it') });
});
