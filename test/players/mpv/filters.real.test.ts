import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { afterAll, expect, test, vi } from 'vitest';
import type { PlayerConfig } from '../../../src/config/schema.ts';
import type { Track } from '../../../src/domain/music.ts';
import { ms, percent } from '../../../src/domain/units.ts';
import { PCM } from '../../../src/players/mpv/arguments.ts';
import { chainOf } from '../../../src/players/mpv/filters.ts';
import { Folder, loudness, NEVER, openMpv, PATIENCE, QUICK, track } from '../stage.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());

/** A tone whose loudness is so many dB, with tags. */
function toneAt(gain: number, tags: readonly string[] = []): string {
  const file = folder.file(`${gain}${tags.length}.flac`);
  const source = 'sine=frequency=880:duration=40:sample_rate=48000';
  const metadata = tags.flatMap((tag) => ['-metadata', tag]);
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, '-ac', '2', '-af', `volume=${gain}dB`, ...metadata, file]);
  return file;
}
const [loud, quiet] = [track('loud', toneAt(6)), track('quiet', toneAt(-14))];

/** How loud a track comes out of moodbox, dB. */
async function played(what: Track, config: Partial<PlayerConfig>): Promise<number> {
  const file = folder.file(`${what.id}-${JSON.stringify(config).length}.wav`);
  const { player } = await openMpv({ output: `pcm:${file}`, volume: percent(100), ...config });
  await player.play(what, NEVER);
  const start = statSync(file).size;
  await vi.waitFor(() => expect(statSync(file).size - start).toBeGreaterThan(5 * PCM.rate * PCM.channels * PCM.bytes), PATIENCE);
  await player[Symbol.asyncDispose]();
  return loudness(file, 880, 3, 2);
}

test('tracks that are 20 dB apart are equally loud, and stay apart where that is not wanted', async () => {
  const levels = (even_loudness: boolean): Promise<number[]> =>
    Promise.all([loud, quiet].map((each) => played({ ...each, id: `${each.id}-${even_loudness}` }, { even_loudness })));
  const [loudApart, quietApart] = (await levels(false)) as [number, number];
  expect(loudApart - quietApart).toBeGreaterThan(18);
  const [loudEven, quietEven] = (await levels(true)) as [number, number];
  expect(Math.abs(loudEven - quietEven)).toBeLessThan(2);
}, 60_000);

test('a file that names its gain gets that gain, and nothing else is done to it', async () => {
  const tagged = track('tagged', toneAt(-14, ['REPLAYGAIN_TRACK_GAIN=+6.00 dB', 'REPLAYGAIN_TRACK_PEAK=0.05']));
  const [before, after] = await Promise.all([played(quiet, { even_loudness: false }), played(tagged, { even_loudness: true })]);
  expect(after - before).toBeGreaterThan(5);
  expect(after - before).toBeLessThan(7);
}, 60_000);

test('a gain that would clip is held back by the peak that the file names', async () => {
  const tagged = track('peaking', toneAt(-14, ['REPLAYGAIN_TRACK_GAIN=+20.00 dB', 'REPLAYGAIN_TRACK_PEAK=0.5']));
  const [before, after] = await Promise.all([played(quiet, { even_loudness: false }), played(tagged, { even_loudness: true })]);
  expect(after - before).toBeLessThan(7);
}, 60_000);

test('built-in loops are left as they are', async () => {
  const loop = track('loop', quiet.url, { source: 'loops', endless: true });
  const [before, after] = await Promise.all([played(quiet, { even_loudness: false }), played(loop, { even_loudness: true })]);
  expect(Math.abs(after - before)).toBeLessThan(1);
}, 60_000);

const SOON = ms(800);
const silence = track('nothing', toneAt(-120));

test('a track that holds no sound fails, and the next one plays', async () => {
  const { player, log, looked } = await openMpv({}, { silence: SOON });
  await using _ = player;
  await player.play(silence, NEVER);
  await vi.waitFor(() => expect(player.playback).toMatchObject({ kind: 'failed', track: silence, why: 'unplayable' }), PATIENCE);
  expect(log.events).toContain('player.silent');
  expect(log.lines.find(({ event }) => event === 'player.failed')?.fields).toMatchObject({ detail: 'silent' });
  await player.play(loud, NEVER);
  await looked((4 * SOON) / QUICK.sample);
  expect(player.playback).toMatchObject({ kind: 'playing', track: loud });
});

test('music that falls silent fails as well', async () => {
  const { player, log } = await openMpv({}, { silence: SOON });
  await using _ = player;
  await player.play(track('breaks', folder.joined(folder.tone(440, 2, 'wav'), silence.url)), NEVER);
  await vi.waitFor(() => expect(log.events).toContain('player.silent'), PATIENCE);
});

test.each([
  ['a quiet passage', track('hush', toneAt(-30)), (): void => undefined],
  ['a pause', loud, (player) => void player.pause()],
  ['volume 0', silence, (player) => void player.setVolume(percent(0))],
] satisfies [string, Track, (player: Awaited<ReturnType<typeof openMpv>>['player']) => void][])(
  '%s is no failure',
  async (_name, what, act) => {
    const { player, log, looked } = await openMpv({}, { silence: SOON });
    await using _ = player;
    const playing = player.play(what, NEVER);
    if (what === silence) act(player);
    await playing;
    if (what !== silence) act(player);
    await looked((4 * SOON) / QUICK.sample);
    expect(log.events).not.toContain('player.silent');
  },
);

test('the meter hears what the track holds, before anything is made louder', () => {
  const chain = chainOf({ silence: ms(20_000), paced: true }, 31).split(',');
  expect(chain.map((filter) => /\[(\w+)/.exec(filter)?.[1])).toEqual(['silencedetect', 'dynaudnorm', 'arealtime']);
});
