import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { Folder, NEVER, openMpv, track } from './stage.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
vi.setConfig({ testTimeout: 100_000 });

/** Nobody here says how long an answer is: it is over when the connection is. */
async function serve(answer: RequestListener): Promise<AsyncDisposable & { readonly url: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.useChunkedEncodingByDefault = false;
    response.setHeader('connection', 'close');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, [Symbol.asyncDispose]: close };
}

const SEGMENT_MS = 2000;

/** A live HLS stream of four segments that move on with the time. */
function live(): RequestListener {
  const cut = ['-f', 'hls', '-hls_time', '2', '-hls_list_size', '0', '-hls_segment_filename', join(folder.path, 'seg%d.ts')];
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=40:sample_rate=48000', '-ac', '2', '-c:a', 'aac'];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...tone, ...cut, join(folder.path, 'all.m3u8')]);
  const began = Date.now();
  return (request, response) => {
    const segment = /seg\d+\.ts/.exec(request.url ?? '')?.[0];
    if (segment) return void response.writeHead(200, { 'content-type': 'video/mp2t' }).end(readFileSync(join(folder.path, segment)));
    const first = Math.floor((Date.now() - began) / SEGMENT_MS);
    const segments = [0, 1, 2, 3].map((i) => `#EXTINF:2.0,\nseg${first + i}.ts\n`).join('');
    const list = `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:${first}\n${segments}`;
    response.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' }).end(list);
  };
}

test('a live HLS stream without lengths is played on and on, each segment fetched once', async () => {
  await using server = await serve(live());
  const { player } = await openMpv();
  await using _ = player;
  const radio = track('hls', `${server.url}/live.m3u8`, { endless: true, source: 'streams' });
  expect(await player.play(radio, NEVER)).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(server.asked).toContain('/seg6.ts'), { timeout: 14_000, interval: 50 });
  const segments = server.asked.filter((each) => each.startsWith('/seg'));
  expect(new Set(segments).size).toBe(segments.length);
  expect(player.playback).toMatchObject({ kind: 'playing' });
});

test('a station that hangs up now and then is taken up again, and one that does nothing else is given up', async () => {
  const sound = readFileSync(folder.tone(440, 30, 'mp3'));
  await using server = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'audio/mpeg', 'icy-name': 'a station' });
    response.write(sound.subarray(0, sound.length / 10), () => setTimeout(() => response.destroy(), 200));
  });
  const { player } = await openMpv();
  await using _ = player;
  const said: string[] = [];
  player.onEvent(({ playback }) => said.push(playback.kind));
  await player.play(track('radio', `${server.url}/radio`, { endless: true, source: 'streams' }), NEVER);
  await vi.waitFor(() => expect(server.asked.length).toBeGreaterThan(3), { timeout: 20_000, interval: 50 });
  expect(said).toEqual(['loading', 'playing']);
  await vi.waitFor(() => expect(said).toEqual(['loading', 'playing', 'failed']), { timeout: 30_000, interval: 50 });
});

test('a piece of music without a length is played once, to its end', async () => {
  const sound = readFileSync(folder.tone(440, 3, 'mp3'));
  await using server = await serve((_, response) => void response.writeHead(200, { 'content-type': 'audio/mpeg' }).end(sound));
  const { player } = await openMpv();
  await using _ = player;
  const said: string[] = [];
  player.onEvent(({ kind, playback }) => said.push(kind === 'ended' ? kind : playback.kind));
  await player.play(track('piece', `${server.url}/a`), NEVER);
  await vi.waitFor(() => expect(said).toEqual(['loading', 'playing', 'ended']), { timeout: 12_000, interval: 50 });
  expect(server.asked.length).toBe(1);
});

test('a stream that is heard in bursts is given up, although it never stands still for long', async () => {
  const sound = readFileSync(folder.tone(440, 60, 'mp3'));
  const rate = sound.length / 60;
  await using server = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'audio/mpeg' }).write(sound.subarray(0, 5 * rate));
    let sent = 5 * rate;
    const pour = setInterval(() => {
      response.write(sound.subarray(sent, sent + 0.125 * rate));
      sent += 0.125 * rate;
    }, 250);
    response.on('close', () => clearInterval(pour));
  });
  const { player, log } = await openMpv({}, { frozen: ms(4000) });
  await using _ = player;
  await player.play(track('bursts', `${server.url}/a`, { endless: true, source: 'streams' }), NEVER);
  await vi.waitFor(() => expect(player.playback).toMatchObject({ kind: 'failed', why: 'timeout' }), { timeout: 80_000, interval: 100 });
  expect(log.lines.find(({ event }) => event === 'player.failed')).toMatchObject({
    fields: { detail: 'the stream is heard in bursts, with gaps between them' },
  });
});
