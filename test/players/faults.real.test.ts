import { getEventListeners } from 'node:events';
import { readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { elapsed, ms } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Folder, mpvsOf, NEVER, openMpv, PATIENCE, track } from './stage.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
vi.stubEnv('TMPDIR', folder.path); // so that only our own sockets are counted

const long = track('long', folder.tone(880, 60));
const broken = folder.broken();

const theMpv = async (): Promise<number> => {
  await vi.waitFor(() => expect(mpvsOf()).toHaveLength(1), PATIENCE);
  return mpvsOf()[0] as number;
};
const sockets = (): number => readdirSync(tmpdir()).filter((name) => name.startsWith('moodbox-mpv-')).length;
const descriptors = (): number => readdirSync('/proc/self/fd').length;

test('the sound of a killed mpv goes on', async () => {
  const { player, log } = await openMpv();
  await using _ = player;
  const said: string[] = [];
  player.onEvent(({ kind, playback }) => said.push(kind === 'ended' ? kind : playback.kind));
  await player.play(long, NEVER);
  const first = await theMpv();
  process.kill(first, 'SIGKILL');
  await vi.waitFor(() => expect(said).toEqual(['loading', 'playing', 'loading', 'playing']), PATIENCE);
  expect(await theMpv()).not.toBe(first);
  expect(log.events).toContain('player.died');
});

test('an mpv that is killed while nothing plays is there for the next track', async () => {
  const { player } = await openMpv();
  await using _ = player;
  process.kill(await theMpv(), 'SIGKILL');
  expect(await player.play(long, NEVER)).toMatchObject({ ok: true });
});

test('a pause outlives mpv', async () => {
  const { player } = await openMpv();
  await using _ = player;
  await player.play(long, NEVER);
  await player.pause();
  process.kill(await theMpv(), 'SIGKILL');
  await vi.waitFor(() => expect(player.playback.kind).toBe('loading'), PATIENCE);
  await vi.waitFor(() => expect(player.playback.kind).toBe('paused'), PATIENCE);
});

test('an mpv that hangs is killed, and the sound goes on', async () => {
  const { player, log } = await openMpv({}, { heartbeat: ms(200), command: ms(300) });
  await using _ = player;
  await player.play(long, NEVER);
  const hung = await theMpv();
  process.kill(hung, 'SIGSTOP');
  await vi.waitFor(() => expect(log.events).toContain('player.died'), PATIENCE);
  expect(log.lines.find(({ event }) => event === 'player.died')?.fields).toMatchObject({
    err: { message: expect.stringContaining('stopped') },
  });
  await vi.waitFor(() => expect(player.playback.kind).toBe('playing'), PATIENCE);
  expect(await theMpv()).not.toBe(hung);
});

test('a track is not to blame for an mpv that hangs, however long that takes to notice', async () => {
  const { player, log } = await openMpv({}, { heartbeat: ms(1000), command: ms(300), frozen: ms(500) });
  await using _ = player;
  const said: string[] = [];
  player.onEvent(({ playback }) => said.push(playback.kind));
  await player.play(long, NEVER);
  process.kill(await theMpv(), 'SIGSTOP');
  await vi.waitFor(() => expect(log.events).toContain('player.died'), PATIENCE);
  await vi.waitFor(() => expect(said).toEqual(['loading', 'playing', 'loading', 'playing']), PATIENCE);
});

test('calls to an mpv that hangs settle', async () => {
  const { player } = await openMpv({}, { command: ms(300) });
  await using _ = player;
  await player.play(long, NEVER);
  process.kill(await theMpv(), 'SIGSTOP');
  await Promise.all([player.pause(), player.resume(), player.setVolume(player.volume), player.stop()]);
  expect(player.playback.kind).toBe('silent');
  expect(await player.play(long, NEVER)).toEqual({ ok: false, why: 'player-died' });
});

test('a track that mpv dies of twice is set aside, others are not', async () => {
  const { player, log } = await openMpv();
  await using _ = player;
  await player.play(long, NEVER);
  for (const death of [1, 2]) {
    process.kill(await theMpv(), 'SIGSEGV');
    await vi.waitFor(() => expect(log.events.filter((event) => event === 'player.died')).toHaveLength(death), PATIENCE);
    if (death === 1) await vi.waitFor(() => expect(player.playback.kind).toBe('playing'), PATIENCE);
  }
  await vi.waitFor(() => expect(player.playback).toMatchObject({ kind: 'failed', why: 'unplayable' }), PATIENCE);
  expect(log.events).toContain('player.set_aside');
  expect(await player.play(long, NEVER)).toEqual({ ok: false, why: 'unplayable' });
  expect(await player.play(track('other', long.url), NEVER)).toMatchObject({ ok: true });
});

test('a track that was playing well when mpv died, twice, is not to blame and goes on', async () => {
  const early = ms(300);
  const { player, log } = await openMpv({}, { early });
  await using _ = player;
  await player.play(long, NEVER);
  for (const death of [1, 2, 3]) {
    const since = systemClock.now();
    await vi.waitFor(() => expect(elapsed(since, systemClock.now())).toBeGreaterThan(early), PATIENCE);
    process.kill(await theMpv(), 'SIGKILL');
    await vi.waitFor(() => expect(log.events.filter((event) => event === 'player.died')).toHaveLength(death), PATIENCE);
    await vi.waitFor(() => expect(player.playback.kind).toBe('playing'), PATIENCE);
  }
  expect(log.events).not.toContain('player.set_aside');
});

test('thirty kills in a row: one alarm in five, and nothing is left behind', async () => {
  const { player, log } = await openMpv({}, { restart: { first: ms(10), most: ms(20) } });
  onTestFinished(() => player[Symbol.asyncDispose]());
  const ready = async (): Promise<void> => void (await player.play(track('warm', long.url), NEVER));
  await ready();
  const held = descriptors();
  for (let kill = 1; kill <= 30; kill += 1) {
    const play = player.play(track(`track ${kill}`, kill % 3 ? long.url : broken), NEVER);
    if (kill % 2) await play; // every second one is killed while it loads
    process.kill(await theMpv(), kill % 4 ? 'SIGKILL' : 'SIGSEGV');
    await vi.waitFor(() => expect(log.events.filter((event) => event === 'player.died')).toHaveLength(kill), PATIENCE);
  }
  await ready();
  expect(descriptors()).toBeLessThanOrEqual(held + 2);
  expect(mpvsOf()).toHaveLength(1);
  expect(sockets()).toBe(1);
  expect(log.events.filter((event) => event === 'player.alarm')).toHaveLength(6);
  await player[Symbol.asyncDispose]();
  expect(mpvsOf()).toEqual([]);
  expect(sockets()).toBe(0);
}, 120_000);

test('a thousand calls in a row leave one mpv, no listener and the last track', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on('warning', onWarning);
  const { player, stepped } = await openMpv({ fade: ms(500) });
  await using _ = player;
  await player.play(long, NEVER);
  // In the middle of the fade, so that each call has something to say to mpv.
  await stepped(1);
  const signal = new AbortController().signal;
  const held = descriptors();
  const calls = Array.from({ length: 1000 }, (_, i) => player.play(track(`track ${i}`, long.url), signal));
  const results = await Promise.all(calls);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(results.at(-1)).toEqual({ ok: true, value: undefined });
  expect(player.playback).toMatchObject({ kind: 'playing', track: { id: 'track 999' } });
  expect(mpvsOf()).toHaveLength(1);
  expect(descriptors()).toBeLessThanOrEqual(held + 2);
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('calls that come while mpv is at work do not mix', async () => {
  const { player } = await openMpv({ fade: ms(30) });
  await using _ = player;
  const said: string[] = [];
  player.onEvent(({ playback }) => said.push('track' in playback ? `${playback.kind} ${playback.track.id}` : playback.kind));
  let last: Promise<unknown> = Promise.resolve();
  for (let i = 0; i < 100; i += 1) {
    last = i % 10 === 9 ? player.stop() : player.play(track(`track ${i}`, long.url), NEVER);
    await new Promise((resolve) => setTimeout(resolve, i % 7 ? i : 0));
  }
  await last;
  for (const [i, word] of said.entries()) if (word.startsWith('playing')) expect(said[i - 1]).toBe(word.replace('playing', 'loading'));
  expect(said.some((word) => word.startsWith('playing'))).toBe(true);
  expect(said.filter((word) => word.startsWith('failed'))).toEqual([]);
  expect(said.at(-1)).toBe('silent');
}, 30_000);

test('where mpv is missing, tracks fail, and it is picked up once it is there', async () => {
  const program = folder.file('mpv');
  const { player, log } = await openMpv({ mpv: program }, { revive: ms(200) });
  await using _ = player;
  expect(await player.play(long, NEVER)).toEqual({ ok: false, why: 'player-died' });
  expect(log.lines.filter(({ level }) => level === 'error').map(({ event }) => event)).toEqual(['player.missing']);
  symlinkSync('/usr/bin/mpv', program);
  await vi.waitFor(() => expect(player.playback).toMatchObject({ kind: 'playing', track: long }), PATIENCE);
});

test('an mpv that does not start is tried again with growing rests, not in a spin', async () => {
  const { player, log } = await openMpv({ mpv: 'false' }, { revive: ms(100), restart: { first: ms(100), most: ms(400) } });
  await using _ = player;
  expect(await player.play(long, NEVER)).toEqual({ ok: false, why: 'player-died' });
  await vi.waitFor(() => expect(log.events).toContain('player.alarm'), PATIENCE);
  expect(log.events.filter((event) => event === 'player.died').length).toBeLessThan(12);
});

test('a program that is no mpv is given up on in time', async () => {
  const { player, log } = await openMpv({ mpv: folder.script('sleeper', 'exec sleep 600') }, { start: ms(300), revive: ms(100) });
  await using _ = player;
  await vi.waitFor(() => expect(log.events).toContain('player.died'), PATIENCE);
  expect(await player.play(long, NEVER)).toEqual({ ok: false, why: 'player-died' });
});

test('a huge title does no harm', async () => {
  const { player } = await openMpv();
  await using _ = player;
  expect(await player.play(track('titled', folder.titled('é'.repeat(100_000))), NEVER)).toMatchObject({ ok: true });
});

test('no audio device: said once, and found again when it is there', async () => {
  const alsa = folder.file('asound.conf');
  writeFileSync(alsa, '');
  vi.stubEnv('ALSA_CONFIG_PATH', alsa);
  onTestFinished(() => void vi.stubEnv('ALSA_CONFIG_PATH', undefined));
  const { player, log } = await openMpv({ output: 'alsa/moodbox' }, { reopen: { first: ms(50), most: ms(100) }, sample: ms(50) });
  await using _ = player;
  expect(await player.play(long, NEVER)).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(log.events).toContain('player.inaudible'), PATIENCE);
  expect(player.audible).toBe(false);
  const told: string[] = [];
  player.onEvent(({ kind }) => told.push(`${kind} ${player.audible}`));
  await player.play(track('next', long.url), NEVER);
  expect(log.events.filter((event) => event === 'player.inaudible')).toHaveLength(1);
  writeFileSync(alsa, 'pcm.moodbox { type null }\n');
  utimesSync(alsa, 1, 1); // alsa-lib looks at whole seconds
  await vi.waitFor(() => expect(log.events).toContain('player.audible'), PATIENCE);
  expect(player.audible).toBe(true);
  expect(told.filter((each) => each.startsWith('audible'))).toEqual(['audible true']);
});
