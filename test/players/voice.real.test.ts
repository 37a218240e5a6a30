import { execFileSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { ms, percent } from '../../src/domain/units.ts';
import { alsaDevice } from './alsa-device.ts';
import { files, message, serve } from './messages.ts';
import { Room } from './room.ts';
import { Folder, loudness, mpvsOf, NEVER, openMpv, PATIENCE, track } from './stage.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
vi.stubEnv('TMPDIR', folder.path); // so that only our own folders are counted

const MUSIC = 880;
const WORDS = 330;
const music = track('music', folder.tone(MUSIC, 120));
const AUDIBLE = -40;
const SILENT = -60;
const LIMIT = 60_000;
const fetch_from = ['127.0.0.1'];
const loud = { volume: percent(100), fetch_from, fade: ms(100) };

const server = await serve(
  files({ words: folder.tone(WORDS, 4, 'wav'), long: folder.tone(WORDS, 60), list: list('#EXTM3U', folder.tone(WORDS, 4, 'wav')) }),
);
afterAll(() => server[Symbol.asyncDispose]());

function list(...lines: readonly string[]): string {
  const file = folder.file('list.m3u');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const leftovers = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('moodbox-message-'));
const voices = (count: number): Promise<void> => vi.waitFor(() => expect(mpvsOf()).toHaveLength(count), PATIENCE);

describe('what is heard', { timeout: LIMIT }, () => {
  test('the music is lowered, the words are heard over it, and the music comes back', async () => {
    await using room = await Room.open(folder, 'lowered');
    const { player } = await openMpv({ output: 'pulse', ...loud });
    await using _ = player;
    await player.play(music, NEVER);
    await room.until(room.seconds + 3);
    const before = room.seconds;
    const spoken = player.announce(message(server.at('words'), { volume: percent(100), duck: percent(50) }), NEVER);
    expect(await spoken).toEqual({ ok: true });
    await room.until(room.seconds + 5);
    const full = loudness(room.file, MUSIC, before - 1, 1);
    const words = firstSecondOf(room.file, WORDS) + 1;
    expect(loudness(room.file, WORDS, words, 2)).toBeGreaterThan(AUDIBLE);
    // Half of mpv's volume is 18 dB.
    const lowered = full - loudness(room.file, MUSIC, words, 2);
    expect(lowered).toBeGreaterThan(15);
    expect(lowered).toBeLessThan(21);
    const last = room.seconds - 2;
    expect(Math.abs(full - loudness(room.file, MUSIC, last, 1))).toBeLessThan(2);
    expect(loudness(room.file, WORDS, last, 1)).toBeLessThan(SILENT);
    await voices(1);
  });

  test('where all sound goes into one file, the music is held, and goes on where it was', async () => {
    const file = folder.file('held.wav');
    const { player, looked } = await openMpv({ output: `pcm:${file}`, ...loud });
    await using _ = player;
    await player.play(music, NEVER);
    await looked(20);
    const moved: number[] = [];
    player.onEvent((event) => event.kind === 'moved' && moved.push(event.position));
    const at = player.progress?.position ?? 0;
    const before = lengthOf(file) - 1;
    expect(await player.announce(message(server.at('words')), NEVER)).toEqual({ ok: true });
    expect(moved).toHaveLength(1);
    expect((moved[0] ?? 0) - at).toBeLessThan(3000); // and not the four seconds of the message later
    // Not from the file's beginning: on a busy machine the steps by which the music fades in come late.
    const first = loudness(file, MUSIC, before, 1);
    expect(first).toBeGreaterThan(AUDIBLE);
    await expect.poll(() => Math.abs(first - loudness(file, MUSIC, lengthOf(file) - 1, 1)), { ...PATIENCE, interval: 500 }).toBeLessThan(2);
    const begin = firstSecondOf(file, WORDS);
    expect(loudness(file, WORDS, begin + 1, 2)).toBeGreaterThan(AUDIBLE);
    expect(loudness(file, MUSIC, begin + 1, 2)).toBeLessThan(SILENT);
  });

  test('a device that lets one program in is lent to the message', async () => {
    const device = alsaDevice(folder.file('asound.conf'));
    device(true, 1);
    const { player, log, looked } = await openMpv({ output: 'alsa/moodbox', ...loud });
    await using _ = player;
    await player.play({ ...music, endless: true }, NEVER);
    await looked(5);
    device(false, 2);
    const spoken = player.announce(message(server.at('words')), NEVER);
    await vi.waitFor(() => expect(log.events).toContain('player.held'), PATIENCE);
    device(true, 3);
    expect(await spoken).toEqual({ ok: true });
    expect(player.playback).toMatchObject({ kind: 'playing', track: { id: 'music' } });
    await vi.waitFor(() => expect(player.audible).toBe(true), PATIENCE);
    expect(log.events).not.toContain('player.inaudible');
  });
});

test('a stop has let go of the sound device when it settles, so that another program can have it', { timeout: LIMIT }, async () => {
  await using _room = await Room.open(folder, 'let-go');
  const { player } = await openMpv({ output: 'pulse', ...loud });
  await using _ = player;
  const streams = (): string => execFileSync('pactl', ['list', 'short', 'sink-inputs'], { encoding: 'utf8' }).trim();
  for (let times = 0; times < 3; times += 1) {
    await player.play(music, NEVER);
    expect(streams()).not.toBe('');
    await player.stop();
    expect(streams()).toBe('');
  }
});

describe('what is not heard, and what is cut', { timeout: LIMIT }, () => {
  const opened = async () => {
    const { player, ...more } = await openMpv({ fetch_from });
    await player.play(music, NEVER);
    return { player, ...more };
  };
  const stillPlays = async (player: Awaited<ReturnType<typeof opened>>['player']): Promise<void> => {
    expect(player.playback).toMatchObject({ kind: 'playing', track: { id: 'music' } });
    await voices(1);
    expect(leftovers()).toEqual([]);
  };

  test('a playlist is no sound, and nothing that it names is opened', async () => {
    const { player } = await opened();
    await using _ = player;
    expect(await player.announce(message(server.at('list')), NEVER)).toEqual({ ok: false, why: { kind: 'no-sound' } });
    await stillPlays(player);
  });

  test('a message that is too long is cut', async () => {
    const { player } = await opened();
    await using _ = player;
    const cut = await player.announce(message(server.at('long'), { longest: ms(1000) }), NEVER);
    expect(cut).toEqual({ ok: false, why: { kind: 'too-long' } });
    await stillPlays(player);
  });

  test('closed while it speaks, it leaves nothing behind', async () => {
    const { player } = await opened();
    await using _ = player;
    const spoken = player.announce(message(server.at('long')), NEVER);
    await voices(2);
    await player[Symbol.asyncDispose]();
    expect(await spoken).toEqual({ ok: false, why: { kind: 'stopped' } });
    await voices(0);
    expect(leftovers()).toEqual([]);
  });

  test('every mpv is killed while it speaks: the message is heard, and the music goes on', async () => {
    const { player, looked } = await opened();
    await using _ = player;
    const spoken = player.announce(message(server.at('words')), NEVER);
    await voices(2);
    for (const pid of mpvsOf()) process.kill(pid, 'SIGKILL');
    expect(await spoken).toEqual({ ok: true });
    await vi.waitFor(() => expect(player.playback).toMatchObject({ kind: 'playing', track: { id: 'music' } }), PATIENCE);
    await looked(2);
    await stillPlays(player);
  });
});

/** Seconds in a recording of two channels with 16 bits. */
const lengthOf = (file: string): number => statSync(file).size / (48_000 * 4);

/** The first whole second in which a pitch is heard. */
function firstSecondOf(file: string, pitch: number): number {
  const all = Array.from({ length: Math.floor(lengthOf(file)) }, (_, at) => at);
  return all.find((at) => loudness(file, pitch, at, 1) > AUDIBLE) ?? Number.NaN;
}
