import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { Folder, NEVER, openMpv, PATIENCE, track } from './stage.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
const tone = readFileSync(folder.tone(440, 1, 'opus'));

/** A server on loopback that counts what it is asked. */
async function serve(answer: RequestListener) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked, [Symbol.asyncDispose]: close };
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));
const m3u = (...targets: readonly string[]): string => ['#EXTM3U', ...targets].join('\n');
const pls = (...targets: readonly string[]): string => ['[playlist]', ...targets.map((target, i) => `File${i + 1}=${target}`)].join('\n');

/** Answers `/name` with the playlist that `lists` has for it, or else with a tone. */
const listing =
  (lists: Readonly<Record<string, (base: string, path: string) => string>>): RequestListener =>
  ({ url = '/', headers }, response) => {
    const path = new URL(url, 'http://x').pathname;
    const list = lists[path];
    const text = list?.(`http://${headers.host}`, url);
    if (text) response.setHeader('content-type', text.startsWith('#') ? 'audio/x-mpegurl' : 'audio/x-scpls').end(text);
    else if (path === '/gone') response.writeHead(404).end();
    else response.writeHead(200, { 'content-length': tone.length }).end(tone);
  };

describe('a station that is a playlist', () => {
  test.each([
    ['of itself', { '/a': (base: string) => m3u(`${base}/a`) }],
    ['of itself, as PLS', { '/a': (base: string) => pls(`${base}/a`) }],
    ['of itself twice', { '/a': (base: string) => m3u(`${base}/a`, `${base}/a`) }],
    ['of another that names the first', { '/a': (base: string) => m3u(`${base}/b`), '/b': (base: string) => m3u(`${base}/a`) }],
    ['of itself under ever new names', { '/a': (base: string, path: string) => m3u(`${base}/a?${path.length}${path.slice(-900)}`) }],
    ['of something that is gone, and of itself', { '/a': (base: string) => m3u(`${base}/gone`, `${base}/a`) }],
  ])('%s fails after a dozen, and asks no more', async (_, lists) => {
    await using server = await serve(listing(lists));
    const { player, log } = await openMpv();
    await using _player = player;
    const heard = await player.play(track('loop', `${server.url}/a`, { endless: true, source: 'streams' }), NEVER);
    expect(heard).toEqual({ ok: false, why: 'unplayable' });
    expect(log.lines.find(({ event }) => event === 'player.failed')?.fields).toMatchObject({
      detail: 'it leads from playlist to playlist and to no sound; ask the station for the address of its stream',
    });
    await pause(); // mpv may have asked once more before it was told to stop
    const asked = server.asked();
    expect(asked).toBeLessThan(60);
    await pause();
    expect(server.asked()).toBe(asked);
    expect(await player.play(track('good', `${server.url}/tone`), NEVER)).toEqual({ ok: true });
  });

  test('that leads over five others to sound is heard', async () => {
    const next = Object.fromEntries([1, 2, 3, 4, 5].map((i) => [`/${i}`, (base: string) => m3u(`${base}/${i + 1}`)]));
    await using server = await serve(listing(next));
    const { player } = await openMpv();
    await using _player = player;
    expect(await player.play(track('chain', `${server.url}/1`), NEVER)).toEqual({ ok: true });
  });

  test('that plays and leads back to itself plays on: there is sound in between', async () => {
    await using server = await serve(listing({ '/a': (base) => m3u(`${base}/tone`, `${base}/a`) }));
    const { player } = await openMpv();
    await using _player = player;
    expect(await player.play(track('round', `${server.url}/a`, { endless: true, source: 'streams' }), NEVER)).toEqual({ ok: true });
    await vi.waitFor(() => expect(server.asked()).toBeGreaterThanOrEqual(6), PATIENCE);
    expect(player.playback.kind).toBe('playing');
  });

  test('that is heard once and then leads only to itself fails', async () => {
    let round = 0;
    const list = (base: string): string => {
      round += 1;
      return round === 1 ? m3u(`${base}/tone`, `${base}/a`) : m3u(`${base}/a`);
    };
    await using server = await serve(listing({ '/a': list }));
    const { player } = await openMpv();
    await using _player = player;
    expect(await player.play(track('once', `${server.url}/a`, { endless: true, source: 'streams' }), NEVER)).toEqual({ ok: true });
    await vi.waitFor(() => expect(player.playback).toMatchObject({ kind: 'failed', why: 'unplayable' }), PATIENCE);
    // A dozen after the sound, and a dozen each of the four times that a station is opened again.
    expect(server.asked()).toBeLessThan(100);
  });
});
