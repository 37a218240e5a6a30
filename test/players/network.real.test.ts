import { readFileSync } from 'node:fs';
import type { RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test, vi } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { Folder, NEVER, openMpv, PATIENCE, track } from './stage.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());

const SECONDS = 8;
const wav = readFileSync(folder.tone(440, SECONDS, 'wav'));
const short = readFileSync(folder.tone(440, 1, 'opus'));
const QUARTER = wav.length / 4;

/** A server on loopback that answers everything alike. */
async function serve(answer: RequestListener): Promise<AsyncDisposable & { readonly url: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, [Symbol.asyncDispose]: close };
}

const head = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': wav.length });

/** The first quarter once; after that everybody is turned away. */
const breakingOff = (): RequestListener => {
  let asked = 0;
  return (_, response) => {
    asked += 1;
    if (asked > 1) response.destroy();
    else head(response).write(wav.subarray(0, QUARTER), () => setTimeout(() => response.destroy(), 100));
  };
};

test('a stream is played to its natural end', async () => {
  await using server = await serve((_, response) => void response.writeHead(200, { 'content-length': short.length }).end(short));
  const { player } = await openMpv();
  await using _ = player;
  const said: string[] = [];
  player.onEvent(({ kind, playback }) => said.push(kind === 'ended' ? kind : playback.kind));
  expect(await player.play(track('short', `${server.url}/a.opus`), NEVER)).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(said).toEqual(['loading', 'playing', 'ended']), PATIENCE);
});

test('a playlist is played as what it points to', async () => {
  await using server = await serve((request, response) => {
    if (request.url === '/radio.m3u') response.end(`#EXTM3U\n#EXTINF:-1,Radio\nhttp://${request.headers.host}/a.opus\n`);
    else response.writeHead(200, { 'content-length': short.length }).end(short);
  });
  const { player } = await openMpv();
  await using _ = player;
  expect(await player.play(track('radio', `${server.url}/radio.m3u`), NEVER)).toMatchObject({ ok: true });
  expect(server.asked).toContain('/a.opus');
  await vi.waitFor(() => expect(player.playback).toEqual({ kind: 'silent' }), PATIENCE);
});

test('an address that is not there is unplayable, and said so soon', async () => {
  await using server = await serve((_, response) => void response.writeHead(404).end());
  const { player } = await openMpv();
  await using _ = player;
  expect(await player.play(track('gone', `${server.url}/gone.opus`), NEVER)).toEqual({ ok: false, why: 'unplayable' });
});

test('a server that never answers is a timeout', async () => {
  await using server = await serve(() => undefined);
  const { player } = await openMpv({}, { load: ms(1000) });
  await using _ = player;
  expect(await player.play(track('mute', `${server.url}/mute.opus`), NEVER)).toEqual({ ok: false, why: 'timeout' });
  expect(server.asked).toHaveLength(1);
});

test('a stream that breaks off is a failure, not an end', async () => {
  await using server = await serve(breakingOff());
  const { player } = await openMpv();
  await using _ = player;
  const said: string[] = [];
  player.onEvent(({ kind, playback }) => said.push(kind === 'ended' ? kind : playback.kind));
  expect(await player.play(track('torn', `${server.url}/torn.wav`), NEVER)).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(said).toEqual(['loading', 'playing', 'failed']), PATIENCE);
  expect(player.playback).toMatchObject({ kind: 'failed', why: 'unplayable' });
});

test('an endless stream that ends is a failure, too', async () => {
  await using server = await serve((_, response) => void response.end(short));
  const { player } = await openMpv();
  await using _ = player;
  await player.play(track('radio', `${server.url}/radio`, { endless: true, source: 'streams' }), NEVER);
  await vi.waitFor(() => expect(player.playback).toMatchObject({ kind: 'failed', why: 'unplayable' }), PATIENCE);
});

test('a stream that dries up is a timeout; a pause is not', async () => {
  const opus = readFileSync(folder.tone(440, 20));
  await using server = await serve((_, response) => {
    response.writeHead(200, { 'content-length': opus.length }).write(opus.subarray(0, opus.length / 4));
  });
  const { player, looked } = await openMpv({}, { frozen: ms(1500) });
  await using _ = player;
  const said: string[] = [];
  player.onEvent(({ kind, playback }) => said.push(kind === 'ended' ? kind : playback.kind));
  expect(await player.play(track('dry', `${server.url}/dry.opus`), NEVER)).toMatchObject({ ok: true });
  await player.pause();
  await looked(25);
  expect(said).toEqual(['loading', 'playing', 'paused']);
  await player.resume();
  await vi.waitFor(() => expect(player.playback).toMatchObject({ kind: 'failed', why: 'timeout' }), PATIENCE);
});

test.each([
  ['with a length in its playlist', { duration: ms(1000) }, false],
  ['of which only mpv knows the length', { endless: true }, true],
] as const)('an address in a playlist, %s, is a track with an end', async (_, more, isSized) => {
  const mp3 = readFileSync(folder.tone(440, 1, 'mp3'));
  await using server = await serve((_request, response) => {
    if (isSized) response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': mp3.length }).end(mp3);
    else response.writeHead(200, { 'content-type': 'audio/mpeg', 'transfer-encoding': 'chunked' }).end(mp3);
  });
  const { player } = await openMpv();
  await using _player = player;
  const said: string[] = [];
  player.onEvent(({ kind, playback }) => said.push(kind === 'ended' ? kind : playback.kind));
  expect(await player.play(track('listed', `${server.url}/listen?id=7`, more), NEVER)).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(said).toEqual(['loading', 'playing', 'ended']), PATIENCE);
});
