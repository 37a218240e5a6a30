import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ms } from '../../../../src/domain/units.ts';
import { copiesIn, whichYtDlp } from '../../../../src/music/youtube/update/copies.ts';
import { lastOf, requestIn, requestUpdate } from '../../../../src/music/youtube/update/journal.ts';
import { Lock } from '../../../../src/music/youtube/update/lock.ts';
import { originOf } from '../../../../src/music/youtube/update/release.ts';
import type { UpdateWorld } from '../../../../src/music/youtube/update/update.ts';
import { compare, rollBack, update } from '../../../../src/music/youtube/update/update.ts';
import { RELEASE_KEY } from '../../../../src/music/youtube/update/verify.ts';
import { systemClock } from '../../../../src/shared/async/clock.ts';
import { runProgram } from '../../../../src/shared/process/run.ts';
import { FakeLog } from '../../../fakes/log.ts';
import type { Youtube } from '../../../fixtures/youtube-server.ts';
import { startYoutube } from '../../../fixtures/youtube-server.ts';
import type { ReleaseFault, ReleaseFile, Releases, Signer } from '../../../fixtures/ytdlp-releases.ts';
import { makeSigner, packed, says, script, startReleases } from '../../../fixtures/ytdlp-releases.ts';

/** Real packed yt-dlps, a real server on loopback, Debian's gpgv and flock; YouTube is the fixture's. */
const debians = spawnSync('yt-dlp', ['--version'], { encoding: 'utf8' }).stdout.trim();
/** All newer than Debian's, and on the same side of the release that learnt to choose JavaScript runtimes: what is packed is Debian's. */
const year = debians < '2025.11.12' ? '2025' : '2098';
const [OLD, NEW, NEWER] = [`${year}.11.01`, `${year}.11.02`, `${year}.11.02.123456`] as const;
const never = new AbortController().signal;
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let signer: Signer;
let programs: Readonly<Record<string, Buffer>>;
/** A state folder with the old one in use. */
let prepared: string;
let youtube: Youtube;
beforeAll(async () => {
  signer = makeSigner();
  programs = { [OLD]: packed(OLD), [NEW]: packed(NEW) };
  youtube = await startYoutube({ tones: { piano: 440 }, seconds: 61 });
  await begin();
  await have(OLD);
  prepared = stateDir;
  await releases[Symbol.asyncDispose]();
});
afterAll(async () => {
  signer[Symbol.dispose]();
  rmSync(prepared, { recursive: true });
  await youtube[Symbol.asyncDispose]();
});

let releases: Releases;
let stateDir: string;
async function begin(): Promise<void> {
  releases = await startReleases(signer);
  stateDir = mkdtempSync(join(tmpdir(), 'moodbox-update-'));
  for (const [name, value] of Object.entries(youtube.env)) vi.stubEnv(name, value);
}
beforeEach(begin);
afterEach(async () => {
  vi.unstubAllEnvs();
  youtube.faults.results = undefined;
  youtube.faults.audio = undefined;
  await releases[Symbol.asyncDispose]();
  rmSync(stateDir, { recursive: true, force: true });
});

const world = (more: Partial<UpdateWorld> = {}, limits: Partial<UpdateWorld['visit']['limits']> = {}): UpdateWorld => ({
  folder: copiesIn(stateDir),
  origin: { repository: releases.url, signature: 'needed' },
  key: signer.key,
  fallbackProgram: 'yt-dlp',
  visit: { limits: { silence: ms(30_000), whole: ms(60_000), program: 64 * 1024 * 1024, ...limits }, clock: systemClock, signal: never },
  log: new FakeLog(),
  today: () => new Date(),
  ...more,
});

const AUTO = { ytdlp: 'auto', ytdlp_updates: 'nightly' } as const;
/** What the daemon would start, and what that says it is. */
async function inUse(): Promise<string> {
  const program = whichYtDlp(AUTO, stateDir);
  const ran = await runProgram(program, ['--version'], { env: process.env, limit: ms(60_000), clock: systemClock, signal: never });
  if (ran.kind !== 'ended') throw new Error(ran.kind);
  return ran.stdout.trim();
}

const left = (): readonly string[] => readdirSync(copiesIn(stateDir)).filter((name) => /^(draft|link)-/.test(name));

const publish = (version: string, more?: Parameters<Releases['publish']>[2]): void =>
  releases.publish(version, programs[version] ?? says(version), more);
/** A release whose program is quick to try. */
const publishLight = (version: string): void => releases.publish(version, says(version));

async function have(version: string, put = publish): Promise<void> {
  put(version);
  const result = await update(world());
  if (!result.ok) throw new Error(JSON.stringify(result.why));
  expect(result.value).toMatchObject({ kind: 'updated', version });
}

describe('an update', () => {
  test('fetches, proves, tries and uses the newest; keeps the one before; and does nothing where there is none newer', async () => {
    expect(await inUse()).toBe(debians);
    publish(OLD);
    expect(await update(world())).toEqual({
      ok: true,
      value: { kind: 'updated', version: OLD, before: debians, tried: 'plays', signed: true },
    });
    expect(await inUse()).toBe(OLD);
    releases.shape = 'json';
    await have(NEW);
    expect([await inUse(), readlinkSync(join(copiesIn(stateDir), 'previous'))]).toEqual([NEW, OLD]);
    const before = releases.requests.length;
    expect(await update(world())).toEqual({ ok: true, value: { kind: 'newest', version: NEW } });
    expect(releases.requests.slice(before)).toEqual(['GET /releases/latest']);
    expect(left()).toEqual([]);
  });

  test('two releases of a day are told apart, an older one never replaces a newer one, and two copies are kept', async () => {
    for (const version of [OLD, NEW, NEWER]) await have(version, publishLight);
    publishLight(NEW);
    expect(await update(world())).toEqual({ ok: true, value: { kind: 'newest', version: NEWER } });
    await update(world());
    expect(readdirSync(copiesIn(stateDir)).sort()).toEqual([NEW, NEWER, 'current', 'last.json', 'lock', 'previous'].sort());
  });

  test('starts and is used where YouTube cannot be asked, and is told so', async () => {
    youtube.faults.results = 'rate';
    publish(OLD);
    expect(await update(world())).toMatchObject({ ok: true, value: { kind: 'updated', tried: 'starts' } });
  });

  test('does not believe the clock of this machine', async () => {
    await have(OLD, publishLight);
    publishLight(NEW);
    const result = await update(world({ today: () => new Date(0) }));
    expect(result).toMatchObject({ ok: true, value: { version: NEW } });
    expect(lastOf(copiesIn(stateDir))).toMatchObject({ outcome: 'updated', at: '1970-01-01T00:00:00.000Z' });
  });

  test('follows a repository that has moved, and not one that leads in circles', async () => {
    publishLight(NEW);
    releases.shape = 'moved';
    expect(await update(world())).toMatchObject({ ok: true, value: { version: NEW } });
    releases.shape = 'in circles';
    expect(await update(world())).toMatchObject({ ok: false, why: { why: 'nonsense' } });
  });

  test('compares without changing anything', async () => {
    publish(OLD);
    expect(await compare(world())).toEqual({ ok: true, value: { present: debians, latest: OLD } });
    expect(existsSync(copiesIn(stateDir))).toBe(false);
  });

  test('takes back the wish of the daemon first of all, even where nothing can be reached', async () => {
    await requestUpdate(copiesIn(stateDir), { at: new Date().toISOString(), failures: 3 });
    expect(requestIn(copiesIn(stateDir))).toBeDefined();
    expect(await update(world({ origin: { repository: 'http://127.0.0.1:9', signature: 'needed' } }))).toMatchObject({ ok: false });
    expect(requestIn(copiesIn(stateDir))).toBeUndefined();
  });
});

describe('going back', () => {
  test('is to the one before, and what was left is not fetched again; once more is forward', async () => {
    await have(OLD, publishLight);
    await have(NEW, publishLight);
    expect(await rollBack(world())).toEqual({ ok: true, value: OLD });
    expect(await inUse()).toBe(OLD);
    expect(await update(world())).toEqual({ ok: true, value: { kind: 'passed', version: NEW } });
    expect(await update(world())).toEqual({ ok: true, value: { kind: 'passed', version: NEW } });
    expect(await inUse()).toBe(OLD);
    publishLight(NEWER);
    expect(await update(world())).toMatchObject({ ok: true, value: { kind: 'updated', version: NEWER } });
    expect(await rollBack(world())).toEqual({ ok: true, value: OLD });
    expect(await rollBack(world())).toEqual({ ok: true, value: NEWER });
  });

  test("is to Debian's where there is none before, and fails where there is none at all", async () => {
    expect(await rollBack(world())).toMatchObject({ ok: false, why: { why: 'no-other' } });
    await have(OLD, publishLight);
    expect(await rollBack(world())).toEqual({ ok: true, value: undefined });
    expect(await inUse()).toBe(debians);
    expect(await rollBack(world())).toEqual({ ok: true, value: OLD });
    expect(await inUse()).toBe(OLD);
  });
});

describe('the old one stays, and it is said why, when', () => {
  beforeEach(() => {
    cpSync(prepared, stateDir, { recursive: true, verbatimSymlinks: true });
    publish(NEW);
  });

  const failsWith = async (why: string, given = world()): Promise<void> => {
    expect(await update(given)).toMatchObject({ ok: false, why: { why } });
    expect(readlinkSync(join(copiesIn(stateDir), 'current'))).toBe(OLD);
    expect(left()).toEqual([]);
    expect(lastOf(copiesIn(stateDir))).toMatchObject({ outcome: 'failed', why, succeeded: expect.any(String) });
  };

  test.each<[ReleaseFile, ReleaseFault, string]>([
    ['latest', 'not-found', 'absent'],
    ['latest', 'forbidden', 'refused'],
    ['latest', 'login', 'nonsense'],
    ['latest', 'endless', 'too-large'],
    ['SHA2-256SUMS', 'not-found', 'absent'],
    ['SHA2-256SUMS', 'drops', 'cut-off'],
    ['SHA2-256SUMS', 'login', 'signature'],
    ['SHA2-256SUMS.sig', 'not-found', 'signature'],
    ['SHA2-256SUMS.sig', 'login', 'signature'],
    ['yt-dlp', 'not-found', 'absent'],
    ['yt-dlp', 'drops', 'cut-off'],
    ['yt-dlp', 'login', 'checksum'],
  ])('%s: %s', async (file, fault, why) => {
    releases.faults[file] = fault;
    await failsWith(why);
  });

  test.each<[ReleaseFile, ReleaseFault]>([
    ['latest', 'silent'],
    ['latest', 'stalls'],
    ['SHA2-256SUMS', 'stalls'],
    ['yt-dlp', 'silent'],
    ['yt-dlp', 'stalls'],
  ])('%s: %s', async (file, fault) => {
    releases.faults[file] = fault;
    await failsWith('silent', world({}, { silence: ms(1500) }));
  });

  test('the program never ends: it is cut off at its bound', async () => {
    releases.faults['yt-dlp'] = 'endless';
    await failsWith('too-large', world({}, { program: 8 * 1024 * 1024 }));
  });

  test('the program says that it is larger than its bound: not a byte is taken', async () =>
    failsWith('too-large', world({}, { program: 1000 })));

  test('a server drips for ever: the whole has a limit, too', async () => {
    releases.faults['yt-dlp'] = 'endless';
    await failsWith('silent', world({}, { whole: ms(1500), program: Number.MAX_SAFE_INTEGER }));
  });

  test('nobody is there', async () => failsWith('offline', world({ origin: { repository: 'http://127.0.0.1:9', signature: 'needed' } })));

  test('the name does not exist', async () =>
    failsWith('offline', world({ origin: { repository: 'http://updates.invalid', signature: 'needed' } })));

  test('it is stopped in the middle', async () => {
    releases.faults['yt-dlp'] = 'stalls';
    const stop = new AbortController();
    const { visit } = world();
    const result = update(world({ visit: { ...visit, signal: stop.signal } }));
    await vi.waitFor(() => expect(releases.requests.at(-1)).toMatch(/assets.*yt-dlp$/), { timeout: 60_000 });
    stop.abort();
    expect(await result).toMatchObject({ ok: false, why: { why: 'stopped' } });
    expect([await inUse(), left()]).toEqual([OLD, []]);
  });

  test('somebody else has signed it', async () => failsWith('signature', world({ key: RELEASE_KEY })));

  test('the list of sums was changed after it was signed', async () => {
    const sums = Buffer.from(`${'a'.repeat(64)}  yt-dlp\n`);
    publish(NEW, { 'SHA2-256SUMS': Buffer.concat([sums, sums]), 'SHA2-256SUMS.sig': signer.sign(sums) });
    await failsWith('signature');
  });

  test('the list of sums does not name it', async () => {
    publish(NEW, { 'SHA2-256SUMS': Buffer.from(`${'a'.repeat(64)}  yt-dlp.exe\n`) });
    await failsWith('nonsense');
  });

  test('the checksum is wrong', async () => {
    publish(NEW, { 'SHA2-256SUMS': Buffer.from(`${'a'.repeat(64)}  yt-dlp\n`) });
    await failsWith('checksum');
  });

  test('gpgv is not installed', async () => {
    const PATH = mkdtempSync(join(tmpdir(), 'moodbox-path-'));
    for (const name of ['flock', 'cat', 'yt-dlp']) spawnSync('ln', ['-s', `/usr/bin/${name}`, PATH]);
    vi.stubEnv('PATH', PATH);
    await failsWith('no-gpgv');
    rmSync(PATH, { recursive: true });
  });

  test.each([
    ['ends at once', script('echo "ImportError: You are using an unsupported version of Python" >&2; exit 1'), 'will-not-start'],
    ['is no program at all', Buffer.from('\x7fELF and then nothing'), 'will-not-start'],
    ['is another release than it is called', script('echo 2097.01.01'), 'nonsense'],
  ])('the program %s', async (_, program, why) => {
    releases.publish(NEW, program);
    await failsWith(why);
  });

  test('it starts and finds nothing any more', async () => {
    youtube.faults.results = 'nonsense';
    await failsWith('finds-nothing');
  });

  test('what it finds cannot be played', async () => {
    youtube.faults.audio = 'expired';
    await failsWith('finds-nothing');
  });

  test('another update is under way', async () => {
    publishLight(NEW);
    const lock = await Lock.take(join(copiesIn(stateDir), 'lock'), systemClock);
    if (!lock.ok) throw new Error(lock.why.why);
    expect(await update(world())).toMatchObject({ ok: false, why: { why: 'busy' } });
    await lock.value[Symbol.asyncDispose]();
    expect(await update(world())).toMatchObject({ ok: true });
  });

  test('two are started at once: one does it, the other says so', async () => {
    publishLight(NEW);
    const both = await Promise.all([update(world()), update(world())]);
    expect(both.map((each) => (each.ok ? each.value.kind : each.why.why)).sort()).toEqual(['busy', 'updated']);
    expect(await inUse()).toBe(NEW);
  });

  test('the journal is damaged: it is begun anew', async () => {
    publishLight(NEW);
    writeFileSync(join(copiesIn(stateDir), 'last.json'), '{"at": "yest');
    expect(lastOf(copiesIn(stateDir))).toBeUndefined();
    expect(await update(world())).toMatchObject({ ok: true, value: { version: NEW } });
  });

  test('its own copy does not start any more: it is fetched again', async () => {
    publishLight(NEW);
    await update(world());
    writeFileSync(join(copiesIn(stateDir), NEW, 'yt-dlp'), 'rust');
    expect(await update(world())).toMatchObject({ ok: true, value: { kind: 'updated', version: NEW } });
    expect([await inUse(), readlinkSync(join(copiesIn(stateDir), 'previous'))]).toEqual([NEW, OLD]);
  });
});

describe("an address of one's own", () => {
  test('may go without signature, which is said; but not with a wrong one', async () => {
    const origin = originOf(releases.url) ?? { repository: '', signature: 'needed' };
    releases.publish(OLD, says(OLD), { 'SHA2-256SUMS.sig': null });
    expect(await update(world({ origin }))).toMatchObject({ ok: true, value: { signed: false } });
    releases.publish(NEW, says(NEW), { 'SHA2-256SUMS.sig': signer.sign(Buffer.from('something else')) });
    expect(await update(world({ origin }))).toMatchObject({ ok: false, why: { why: 'signature' } });
    expect(await inUse()).toBe(OLD);
  });
});

const tmpfs = (folder: string, size: string, more = ''): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}${more}`, 'tmpfs', folder]).status === 0;
/** Room for so many copies. */
const size = (copies: number): string => String(Math.ceil((programs[OLD]?.length ?? 0) * copies));
const mayMount = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-mount-'));
  const may = tmpfs(folder, '4k');
  if (may) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return may;
})();

describe.runIf(mayMount)('on a disk of its own', () => {
  afterEach(() => void spawnSync('umount', ['-l', stateDir]));

  test('that is full: the old one stays, nothing is left lying about, and with room it goes on', async () => {
    tmpfs(stateDir, size(1.5));
    cpSync(prepared, stateDir, { recursive: true, verbatimSymlinks: true });
    publish(NEW);
    expect(await update(world())).toMatchObject({ ok: false, why: { why: 'disk-full' } });
    expect([await inUse(), left()]).toEqual([OLD, []]);
    spawnSync('mount', ['-o', `remount,size=${size(4)}`, stateDir]);
    expect(await update(world())).toMatchObject({ ok: true, value: { version: NEW } });
  });

  test('that may not be written to', async () => {
    tmpfs(stateDir, size(4));
    cpSync(prepared, stateDir, { recursive: true, verbatimSymlinks: true });
    publish(NEW);
    spawnSync('mount', ['-o', 'remount,ro', stateDir]);
    expect(await update(world())).toMatchObject({ ok: false, why: { why: 'unwritable' } });
    expect(await rollBack(world())).toMatchObject({ ok: false, why: { why: 'unwritable' } });
    expect(await inUse()).toBe(OLD);
  });
});
