import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MusicChoice } from '../../src/domain/music.ts';
import { ms } from '../../src/domain/units.ts';
import { byUnit, canAsk } from '../../src/music/youtube/apart/ask.ts';
import { YtDlpSource } from '../../src/music/youtube/source.ts';
import { smoke } from '../../src/music/youtube/update/smoke.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { root } from '../assets.ts';
import { FakeLog } from '../fakes/log.ts';
import { ytdlpUnit } from '../fixtures/ytdlp-unit.ts';

const VERSION = '2026.11.20';
const WISH: MusicChoice = { mood: 'sad', query: 'soft piano', why: 'asked', avoid: [] };
const SOON = { timeout: 15_000, interval: 50 };
const by = (signal = new AbortController().signal, limit = 10_000) => ({ limit: ms(limit), clock: systemClock, signal });

/**
 * A bad release of yt-dlp looks for the camera, the passwords and its own program. Before: it ran as the daemon itself, with all of these.
 * After: it runs where the daemon asks for it, and can be asked three things. What systemd adds (user, devices, folders) is in test/deploy.
 */
describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('the unit that runs yt-dlp', { timeout: 60_000 }, () => {
  let folder: string;
  let unit: Awaited<ReturnType<typeof ytdlpUnit>>;
  const at = (name: string): string => join(folder, name);
  const calls = (): readonly string[] => (existsSync(at('calls')) ? readFileSync(at('calls'), 'utf8').trim().split('\n') : []);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'moodbox-apart-'));
    mkdirSync(at(`copies/${VERSION}`), { recursive: true });
    mkdirSync(at('cache'));
    symlinkSync(VERSION, at('copies/current'));
    program(
      `copies/${VERSION}/yt-dlp`,
      `case "$*" in *--version) echo ${VERSION};; *hang*) exec sleep 60;; *) echo '{"entries":[]}';; esac`,
    );
    unit = await ytdlpUnit(folder, at('copies'), { CACHE_DIRECTORY: at('cache'), MOODBOX_MQTT_PASSWORD: 's3cret' });
  });
  afterEach(async () => {
    await unit[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const program = (name: string, body: string): void =>
    writeFileSync(at(name), `#!/bin/sh\necho "$$ $*" >>'${folder}/calls'\nenv >'${folder}/env'\n${body}\n`, { mode: 0o755 });
  const own = (): string => at(`copies/${VERSION}/yt-dlp`);
  const said = async (line: string): Promise<string> => {
    const socket = connect(unit.path);
    socket.write(line);
    return text(socket);
  };

  test('answers the daemon: the version and a search, with the home and the proxy that it is told', async () => {
    const ours = { http_proxy: 'http://127.0.0.1:9', MOODBOX_MQTT_PASSWORD: 's3cret', PYTHONPATH: '/tmp' };
    const run = byUnit(unit.path, ours);
    expect(await run(own(), { kind: 'version' }, by())).toEqual({ kind: 'ended', code: 0, stdout: `${VERSION}\n`, stderr: '' });
    expect(await run(own(), { kind: 'search', words: 'piano', runtimes: true }, by())).toMatchObject({ kind: 'ended', code: 0 });
    expect(calls().at(-1)).toMatch(/--ignore-config .*--js-runtimes node .*-- ytsearch10:piano$/);
    const env = readFileSync(at('env'), 'utf8');
    expect(env).toContain(`\nHOME=${tmpdir()}\n`);
    expect(env).toContain(`XDG_CACHE_HOME=${at('cache')}\n`);
    expect(env).toContain('http_proxy=http://127.0.0.1:9\n');
    expect(env).not.toMatch(/s3cret|^PYTHONPATH|^MOODBOX/m);
  });

  test('answers who would wait longer than it may run, as a patient doctor does', async () => {
    const ran = await byUnit(unit.path, {})(own(), { kind: 'version' }, by(undefined, 240_000));
    expect(ran).toMatchObject({ kind: 'ended', stdout: `${VERSION}\n` });
  });

  test('is what a source uses while it is there, and after it has gone yt-dlp runs as our own child', async () => {
    const log = new FakeLog();
    await using source = new YtDlpSource({ ytdlp: own(), unit: unit.path }, { clock: systemClock, log });
    await source.find(WISH, by().signal);
    expect([calls().length, unit.statuses]).toEqual([2, [0, 0]]);
    await using other = new YtDlpSource({ ytdlp: own(), unit: at('gone') }, { clock: systemClock, log });
    await other.find(WISH, by().signal);
    expect([calls().length, unit.statuses, canAsk(at('gone'))]).toEqual([4, [0, 0], false]);
  });

  test('tries a draft of the update, which then runs nowhere else', async () => {
    mkdirSync(at('copies/draft-AbC123'));
    program('copies/draft-AbC123/yt-dlp', `case "$*" in *--version) echo ${VERSION};; *) echo 'ERROR: HTTP Error 429' >&2; exit 1;; esac`);
    const visit = { limits: { silence: ms(1000), whole: ms(1000), program: 1 }, clock: systemClock, signal: by().signal };
    const tried = await smoke(at('copies/draft-AbC123/yt-dlp'), VERSION, { visit, log: new FakeLog(), unit: unit.path });
    expect([tried, calls().length, unit.statuses.length]).toEqual([{ ok: true, value: 'starts' }, calls().length, calls().length]);
  });

  test.each([
    ['no JSON', 'rm -rf /\n'],
    ['an argument list', `${JSON.stringify({ args: ['--exec', 'id'] })}\n`],
    ['another request', `${JSON.stringify({ request: { kind: 'download', id: 'x' }, limit: 1000, network: {} })}\n`],
    ['a copy elsewhere', `${JSON.stringify({ copy: '../../../tmp', request: { kind: 'version' }, limit: 1000, network: {} })}\n`],
    [
      'an id that is an option',
      `${JSON.stringify({ request: { kind: 'resolve', id: '--exec id  ', runtimes: false }, limit: 1000, network: {} })}\n`,
    ],
    ['an endless limit', `${JSON.stringify({ request: { kind: 'version' }, limit: 1e9, network: {} })}\n`],
    ['more than the daemon says', `${JSON.stringify({ request: { kind: 'version', also: 1 }, limit: 1000, network: {} })}\n`],
    ['too much', `${'x'.repeat(20_000)}\n`],
    ['nothing for five seconds', ''],
  ])('runs nothing for %s', async (_, line) => {
    expect(await said(line)).toBe('');
    await expect.poll(() => unit.statuses, SOON).toEqual([2]);
    expect(calls()).toEqual([]);
  });

  test('hands on no variable but proxies and authorities, whatever it is sent', async () => {
    const network = { PYTHONPATH: '/tmp', LD_PRELOAD: '/tmp/x.so', PATH: '/tmp', https_proxy: 'http://127.0.0.1:9' };
    const message = { copy: VERSION, request: { kind: 'version' }, limit: 5000, network };
    expect(JSON.parse(await said(`${JSON.stringify(message)}\n`))).toMatchObject({ kind: 'ended', code: 0 });
    // The home is the unit's own.
    expect(readFileSync(at('env'), 'utf8')).not.toMatch(/^(?!HOME=).*=\/tmp$|x\.so|PYTHONPATH/m);
  });

  test('passes words of a search on as one word, whatever they look like', async () => {
    await byUnit(unit.path, {})(own(), { kind: 'search', words: "--exec 'id'\n-o /tmp/x $(id)", runtimes: false }, by());
    expect(calls().at(-1)).toMatch(/-- ytsearch10:--exec 'id' -o \/tmp\/x \$\(id\)$/);
  });

  test('ends yt-dlp when the daemon hangs up, and when the time is over', async () => {
    const stop = new AbortController();
    const run = byUnit(unit.path, {});
    const hanging = run(own(), { kind: 'search', words: 'hang', runtimes: false }, by(stop.signal));
    await expect.poll(() => calls().length, SOON).toBe(1);
    stop.abort();
    expect(await hanging).toEqual({ kind: 'stopped', why: 'abort' });
    await expect.poll(() => unit.running(), SOON).toBe(0);
    const pid = calls()[0]?.split(' ')[0] ?? '';
    await expect.poll(() => readdirSync('/proc').includes(pid), SOON).toBe(false);
    expect(await run(own(), { kind: 'search', words: 'hang', runtimes: false }, by(undefined, 1500))).toEqual({
      kind: 'stopped',
      why: 'timeout',
    });
  });

  test('a socket where nobody answers is a program that is missing', async () => {
    writeFileSync(at('no-socket'), '');
    expect(await byUnit(at('no-socket'), {})(own(), { kind: 'version' }, by())).toMatchObject({ kind: 'missing' });
  });
});
