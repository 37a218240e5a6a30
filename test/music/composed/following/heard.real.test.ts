import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../../../src/config/load.ts';
import type { MusicChoice, Track } from '../../../../src/domain/music.ts';
import { done } from '../../../../src/domain/result.ts';
import { ms } from '../../../../src/domain/units.ts';
import { SOUND_FORMAT } from '../../../../src/music/composed/following/sound.ts';
import { FollowingSource } from '../../../../src/music/composed/following/source.ts';
import type { Section } from '../../../../src/music/composer/flow/state.ts';
import { secondsOf } from '../../../../src/music/composer/score.ts';
import { MpvPlayer } from '../../../../src/players/mpv-player.ts';
import { systemClock } from '../../../../src/shared/async/clock.ts';
import { seeded } from '../../../../src/shared/random.ts';
import { FakeLog } from '../../../fakes/log.ts';
import { Room } from '../../../players/room.ts';
import { Folder } from '../../../players/stage.ts';

const never = new AbortController().signal;
const HEADER = 44;

/** A tone instead of music, of half full scale. */
const tone = async ({ score }: Section) => {
  const frames = Math.round(secondsOf(score) * SOUND_FORMAT.rate);
  const samples = new Int16Array((frames + SOUND_FORMAT.rate) * SOUND_FORMAT.channels);
  for (let i = 0; i < frames * SOUND_FORMAT.channels; i += 1)
    samples[i] = 16_000 * Math.sin((2 * Math.PI * 440 * Math.floor(i / 2)) / SOUND_FORMAT.rate);
  return done({ samples, frames, gain: 1 });
};

/** A source and a real mpv that plays into a file (or to another output, which writes it) at full volume, without fades. */
async function open(heard?: { readonly output: string; readonly file: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-heard-'));
  const file = heard?.file ?? join(folder, 'sound.wav');
  const output = heard?.output ?? `pcm:${file}`;
  const env = { MOODBOX_PLAYER_OUTPUT: output, MOODBOX_PLAYER_VOLUME: '100', MOODBOX_PLAYER_FADE: '0s' };
  const log = new FakeLog();
  const player = await MpvPlayer.open(loadConfig({ env }).player, { clock: systemClock, log });
  const tools = { fluidsynth: '', ffmpeg: '', font: '' };
  const source = new FollowingSource({
    energy: () => 0.5,
    rendering: tone,
    tools: () => tools,
    clock: systemClock,
    log,
    random: seeded(4),
  });
  const said: string[] = [];
  player.onEvent(({ kind, playback }) => said.push(kind === 'ended' ? kind : playback.kind));
  const play = async (mood: 'happy' | 'sad', why: MusicChoice['why'] = 'mood-changed'): Promise<Track> => {
    const found = await source.find({ mood, why, query: '', avoid: [] }, never);
    if (!found.ok) throw new Error(found.why);
    expect(await player.play(found.value, never)).toEqual({ ok: true, value: undefined });
    return found.value;
  };
  /** Waits until so many more seconds are in the file. */
  const hear = async (seconds: number): Promise<void> => {
    const until = statSync(file).size + seconds * SOUND_FORMAT.rate * 4;
    for (let turn = 0; turn < 6000 && statSync(file).size < until; turn += 1) await systemClock.sleep(ms(10), never);
    expect(statSync(file).size).toBeGreaterThanOrEqual(until);
  };
  const close = async (): Promise<void> => {
    await player[Symbol.asyncDispose]();
    await source[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  };
  return { player, said, play, hear, file, [Symbol.asyncDispose]: close };
}

/** The longest silence between the first and the last sound of a file (from a byte of it on), in seconds. */
function longestSilence(file: string, from = HEADER): number {
  const bytes = readFileSync(file).subarray(from - (from % 4));
  let [quiet, longest, hasBegun] = [0, 0, false];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    if (Math.abs(bytes.readInt16LE(at)) < 100) quiet += 1;
    else {
      if (hasBegun) longest = Math.max(longest, quiet);
      [hasBegun, quiet] = [true, 0];
    }
  }
  return longest / SOUND_FORMAT.rate;
}

describe('music that follows the room, heard through mpv', { timeout: 120_000 }, () => {
  test('sounds on over a joint and over another mood, without a gap and under another name', async () => {
    await using world = await open();
    const first = await world.play('sad');
    await world.hear(3);
    await expect.poll(() => world.player.progress?.position, { timeout: 60_000 }).toBeGreaterThan(2000);
    const second = await world.play('happy');
    expect(second.id).not.toBe(first.id);
    // Under its new name it has only just begun.
    expect(world.player.progress?.position).toBeLessThan(2000);
    await world.hear(34);
    expect(world.said).toEqual(['loading', 'playing', 'playing']);
    expect(longestSilence(world.file)).toBeLessThan(0.01);
  });

  test('pauses where it is, goes on, and gives way to other music of its own', async () => {
    await using world = await open();
    await world.play('sad');
    await world.hear(1);
    await world.player.pause();
    await world.player.resume();
    await world.hear(1);
    await world.play('sad', 'asked');
    await world.hear(1);
    expect(world.said).toEqual(['loading', 'playing', 'paused', 'playing', 'loading', 'playing']);
  });

  test('sounds on while the daemon gets no time for two and a half seconds', async () => {
    using folder = new Folder();
    await using room = await Room.open(folder, 'starved');
    await using world = await open({ output: 'pulse', file: room.file });
    await world.play('sad');
    await world.hear(6);
    const { size } = statSync(room.file);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500);
    await world.hear(2);
    expect(longestSilence(room.file, size - SOUND_FORMAT.rate * 4)).toBeLessThan(0.5);
  });
});
