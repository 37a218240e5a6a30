import { describe, expect, test } from 'vitest';
import { ServerHealth } from '../../../src/music/subsonic/health.ts';
import { Relay } from '../../../src/music/subsonic/relay.ts';
import { MusicServer } from '../../../src/music/subsonic/server.ts';
import type { Song } from '../../../src/music/subsonic/song.ts';
import { songIn } from '../../../src/music/subsonic/song.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import type { Served } from '../../fixtures/music-server.ts';
import { SONGS, StubMusicServer } from '../../fixtures/music-server.ts';

const SOUND = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7 + (at >> 8)) % 251));

async function relayed(change: Partial<Served> = {}) {
  const stub = await StubMusicServer.open({ sound: () => SOUND, ...change });
  const log = new FakeLog();
  const server = new MusicServer(stub.config, systemClock);
  const relay = new Relay(server, { clock: systemClock, health: new ServerHealth({ clock: systemClock, log, place: server.place }), log });
  const close = async (): Promise<void> => {
    await relay[Symbol.asyncDispose]();
    server[Symbol.dispose]();
    await stub[Symbol.asyncDispose]();
  };
  return { stub, log, relay, [Symbol.asyncDispose]: close };
}

/** The song of that number, as a catalogue knows it. */
const song = (number: number): Song => {
  const found = songIn({ id: `tr-${number}`, ...SONGS[number], title: SONGS[number]?.title ?? 'none' });
  if (!found) throw new Error('this is no song');
  return found.song;
};

const bytesAt = async (url: string, range?: string): Promise<readonly [number, Buffer]> => {
  const answer = await fetch(url, { headers: range === undefined ? {} : { range } });
  return [answer.status, Buffer.from(await answer.arrayBuffer())];
};

describe('a song by way of the loopback address', () => {
  test('is the same, byte for byte, also a part of it, and says how long it is', async () => {
    await using at = await relayed();
    const url = await at.relay.sound(song(0));
    expect(await bytesAt(url)).toEqual([200, SOUND]);
    expect(await bytesAt(url, 'bytes=1000-1999')).toEqual([206, SOUND.subarray(1000, 2000)]);
    expect((await fetch(url)).headers.get('content-length')).toBe('300000');
  });

  test('has an address that tells nothing, and always the same one', async () => {
    await using at = await relayed();
    const url = await at.relay.sound(song(0));
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}$/);
    expect(await at.relay.sound(song(0))).toBe(url);
    expect(await at.relay.sound(song(1))).not.toBe(url);
    expect((await fetch(`${new URL(url).origin}/0123456789abcdef0123456789abcdef`)).status).toBe(404);
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
  });

  test('is the file itself, with no estimated length and no transcoding', async () => {
    await using at = await relayed();
    await bytesAt(await at.relay.sound(song(0)));
    const asked = at.stub.asked.find(({ endpoint }) => endpoint === 'stream');
    expect([...(asked?.settings.keys() ?? [])].sort()).toEqual(['c', 'f', 'format', 'id', 's', 't', 'u', 'v']);
    expect(asked?.settings.get('format')).toBe('raw');
  });

  test('goes on where it was when the server breaks off', async () => {
    await using at = await relayed({ breaksAfter: 100_000 });
    const [status, bytes] = await bytesAt(await at.relay.sound(song(0)));
    expect([status, bytes.equals(SOUND)]).toEqual([200, true]);
    expect(at.stub.asked.flatMap(({ endpoint, range }) => (endpoint === 'stream' ? [range] : []))).toEqual([
      undefined,
      expect.stringMatching(/^bytes=\d+-299999$/),
    ]);
    expect(at.log.events).toContain('subsonic.taken_up_again');
  });

  test('goes on when the server was gone for a while in the middle', async () => {
    await using at = await relayed({ breaksAfter: 100_000 });
    const answer = await fetch(await at.relay.sound(song(0)));
    await at.stub.fall();
    const back = at.log.lines.length;
    const whole = answer.arrayBuffer();
    await expect.poll(() => at.log.lines.length).toBeGreaterThan(back);
    await at.stub.rise();
    expect(Buffer.from(await whole).equals(SOUND)).toBe(true);
  });

  test('is an error where the server sends words in place of sound', async () => {
    await using at = await relayed({ soundless: true });
    expect((await bytesAt(await at.relay.sound(song(0))))[0]).toBe(502);
    expect(at.log.lines.map(({ event, fields }) => [event, fields])).toEqual([
      ['subsonic.lost', { server: at.stub.url, why: 'this user may not do that' }],
      ['subsonic.not_sent', { endpoint: 'stream', why: 'this user may not do that' }],
    ]);
  });

  test('is not found where the id means another song by now', async () => {
    await using at = await relayed();
    const url = await at.relay.sound(song(1));
    at.stub.served.renumbered = 1;
    expect((await bytesAt(url))[0]).toBe(404);
    expect(at.stub.count('stream')).toBe(0);
  });

  test('is not found where the server has no such song', async () => {
    await using at = await relayed();
    expect((await bytesAt(await at.relay.sound(song(99))))[0]).toBe(404);
  });

  test('is tried for some seconds when it begins, and then given up', async () => {
    await using at = await relayed();
    const url = await at.relay.sound(song(0));
    await at.stub.fall();
    expect((await bytesAt(url))[0]).toBe(502);
  });
});

test('a picture comes the same way', async () => {
  await using at = await relayed();
  const [status, bytes] = await bytesAt(await at.relay.picture('al-0'));
  expect([status, bytes.subarray(0, 3).toString('hex')]).toEqual([200, 'ffd8ff']);
  expect(at.stub.asked[0]?.settings.get('size')).toBe('480');
});

test('many addresses are known, and not endlessly many', async () => {
  await using at = await relayed();
  const first = await at.relay.sound(song(0));
  for (let number = 1; number <= 500; number += 1) await at.relay.sound({ ...song(0), id: `other-${number}` });
  expect((await bytesAt(first))[0]).toBe(404);
  expect(at.stub.asked).toEqual([]);
});
