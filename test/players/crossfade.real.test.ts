import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, expect, test, vi } from 'vitest';
import type { AddressedTrack } from '../../src/domain/music.ts';
import { ms, percent } from '../../src/domain/units.ts';
import { announcementContract } from '../contracts/announcement.ts';
import { playerContract } from '../contracts/player.ts';
import { alsaDevice } from './alsa-device.ts';
import { files, serve } from './messages.ts';
import { Room } from './room.ts';
import { configOf, Folder, loudness, mpvsOf, NEVER, openMpv, PATIENCE, track } from './stage.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
vi.stubEnv('TMPDIR', folder.path); // so that only our own sockets are counted

const tone = (hertz: number): AddressedTrack => track(`${hertz}`, folder.tone(hertz, 60));
const [high, low, third] = [tone(880), tone(440), tone(2200)];
const AUDIBLE = -40;
const SILENT = -60;

const openCrossing: typeof openMpv = (config, limits) => openMpv({ crossfade: true, ...config }, limits);
const descriptors = (): number => readdirSync('/proc/self/fd').length;
const sockets = (): number => readdirSync(tmpdir()).filter((name) => name.startsWith('moodbox-mpv-')).length;
const untilMpvs = (count: number): Promise<void> => vi.waitFor(() => expect(mpvsOf()).toHaveLength(count), PATIENCE);

playerContract('MpvPlayer with crossfade', async () => ({
  player: (await openCrossing()).player,
  short: track('short', folder.tone(440, 1)),
  long: { ...high, id: 'long' },
  loop: track('loop', folder.tone(660, 0.5), { endless: true }),
  unplayable: track('unplayable', folder.broken()),
  letItEnd: () => undefined,
}));

const server = await serve(files({ sound: folder.tone(330, 0.5, 'wav'), noise: folder.broken() }));
afterAll(() => server[Symbol.asyncDispose]());

announcementContract('MpvPlayer with crossfade', async () => ({
  player: (await openCrossing({ fetch_from: ['127.0.0.1'] })).player,
  ...{ long: high, loop: low },
  messages: { sound: server.at('sound'), noSound: server.at('noise'), gone: server.at('gone') },
}));

/** The power of two tones in a second of a recording, in dB. */
const together = (file: string, from: number): number =>
  10 * Math.log10([880, 440].reduce((sum, hertz) => sum + 10 ** (loudness(file, hertz, from, 1) / 10), 0));

test('both tracks are heard at once, together as loud as each, and then only the next', async () => {
  await using room = await Room.open(folder, 'overlap');
  const { player } = await openCrossing({ output: 'pulse', volume: percent(100), fade: ms(4000) });
  await using _ = player;
  await player.play(high, NEVER);
  await room.until(room.seconds + 6);
  const alone = loudness(room.file, 880, room.seconds - 1.5, 1);
  await player.play(low, NEVER);
  const heard = room.seconds;
  await room.until(heard + 9);
  for (const hertz of [880, 440]) expect(loudness(room.file, hertz, heard + 1.5, 1)).toBeGreaterThan(AUDIBLE);
  for (const second of [0, 1, 2, 3]) expect(Math.abs(together(room.file, heard + second) - alone)).toBeLessThan(2);
  expect(loudness(room.file, 880, heard + 7, 1)).toBeLessThan(SILENT);
  await untilMpvs(1);
}, 60_000);

test('without crossfade in the settings, one that is asked for overlaps all the same, and the change after it does not', async () => {
  await using room = await Room.open(folder, 'asked');
  const { player } = await openMpv({ output: 'pulse', volume: percent(100), fade: ms(4000) });
  await using _ = player;
  await player.play(high, NEVER);
  await room.until(room.seconds + 6);
  await player.play(low, NEVER, { crossfade: true });
  const heard = room.seconds;
  await room.until(heard + 6);
  for (const hertz of [880, 440]) expect(loudness(room.file, hertz, heard + 1.5, 1)).toBeGreaterThan(AUDIBLE);
  await untilMpvs(1);
  await player.play(third, NEVER);
  const next = room.seconds;
  await room.until(next + 3);
  expect(loudness(room.file, 440, next + 0.5, 1)).toBeLessThan(SILENT);
}, 60_000);

test('a track that ends by itself sounds on while the next begins', async () => {
  await using room = await Room.open(folder, 'natural');
  const { player } = await openCrossing({ output: 'pulse', volume: percent(100), fade: ms(3000) });
  await using _ = player;
  let ended = 0;
  player.onEvent(({ kind }) => {
    if (kind !== 'ended') return;
    ended += 1;
    void player.play(low, NEVER);
  });
  await player.play(track('short', folder.tone(880, 14)), NEVER);
  await vi.waitFor(() => expect(player.playback).toMatchObject({ kind: 'playing', track: low }), { ...PATIENCE, timeout: 30_000 });
  const heard = room.seconds;
  await room.until(heard + 6);
  for (const hertz of [880, 440]) expect(loudness(room.file, hertz, heard + 0.7, 1)).toBeGreaterThan(AUDIBLE);
  expect(loudness(room.file, 880, heard + 5, 1)).toBeLessThan(SILENT);
  expect(ended).toBe(1);
}, 60_000);

test('a next track that fails leaves the old one sounding, until one comes that can be heard', async () => {
  const { player, looked, beaten } = await openCrossing({}, { heartbeat: ms(100) });
  await using _ = player;
  await player.play(high, NEVER);
  const [old] = mpvsOf();
  await looked(5);
  expect(await player.play(track('unplayable', folder.broken()), NEVER)).toEqual({ ok: false, why: 'unplayable' });
  await beaten(25); // any fade is over by then, and an mpv could have ended
  expect(mpvsOf()).toContain(old);
  expect(await player.play(low, NEVER)).toMatchObject({ ok: true });
  await untilMpvs(1);
  expect(mpvsOf()).not.toContain(old);
});

/** A player in the middle of a long crossfade from `high` to `low`, and its two mpvs, the old one first. */
async function midway(fade = ms(20_000)): Promise<Awaited<ReturnType<typeof openMpv>> & { readonly mpvs: readonly number[] }> {
  const opened = await openCrossing({ fade });
  await opened.player.play(high, NEVER);
  const [old] = mpvsOf();
  await opened.looked(5);
  await opened.player.play(low, NEVER);
  await untilMpvs(2);
  return { ...opened, mpvs: [Number(old), ...mpvsOf().filter((pid) => pid !== old)] };
}

test('the old mpv is killed in the middle of a crossfade: the next track plays on', async () => {
  const { player, log, mpvs } = await midway();
  await using _ = player;
  process.kill(mpvs[0] as number, 'SIGKILL');
  await vi.waitFor(() => expect(log.events).toContain('player.died'), PATIENCE);
  expect(player.playback).toMatchObject({ kind: 'playing', track: low });
  expect(mpvsOf()).toContain(mpvs[1]);
});

test('the new mpv is killed in the middle of a crossfade: its track goes on, on one of its own', async () => {
  const { player, mpvs } = await midway(ms(2000));
  await using _ = player;
  const said: string[] = [];
  player.onEvent(({ playback }) => said.push(playback.kind));
  process.kill(mpvs[1] as number, 'SIGKILL');
  await vi.waitFor(() => expect(said).toEqual(['loading', 'playing']), PATIENCE);
  expect(player.playback).toMatchObject({ track: low });
  await untilMpvs(1);
  expect(mpvsOf()).not.toContain(mpvs[0]);
});

test('Next five times within one crossfade: two mpvs at most, then one, and nothing is left behind', async () => {
  const { player } = await midway(ms(1500));
  const held = descriptors();
  const all = [high, low, third, high, low];
  let most = 0;
  for (const next of all) {
    await player.play(next, NEVER);
    most = Math.max(most, mpvsOf().length, sockets());
  }
  expect(most).toBe(2);
  expect(player.playback).toMatchObject({ kind: 'playing', track: low });
  await untilMpvs(1);
  expect(descriptors()).toBeLessThan(held);
  await player[Symbol.asyncDispose]();
  expect(mpvsOf()).toEqual([]);
  expect(sockets()).toBe(0);
}, 60_000);

test('forty tracks at every pace leave one mpv and no descriptor', async () => {
  const { player, log } = await openCrossing({ fade: ms(60) });
  await using _ = player;
  await player.play(high, NEVER);
  const held = descriptors();
  let last: Promise<unknown> = Promise.resolve();
  for (let i = 0; i < 40; i += 1) {
    last = i % 10 === 8 ? player.stop() : player.play(track(`track ${i}`, low.url), NEVER);
    if (i % 4 === 1) await last;
    else await new Promise((resolve) => setTimeout(resolve, (i % 7) * 40));
    expect(mpvsOf().length).toBeLessThanOrEqual(3); // one of them on its way out
  }
  await last;
  await untilMpvs(1);
  expect(descriptors()).toBeLessThanOrEqual(held + 2);
  expect(player.playback).toMatchObject({ kind: 'playing', track: { id: 'track 39' } });
  expect(log.events.filter((event) => event !== 'player.started')).toEqual([]);
}, 60_000);

test('pause and stop in the middle of a crossfade hold for both', async () => {
  await using room = await Room.open(folder, 'paused');
  const { player } = await openCrossing({ output: 'pulse', volume: percent(100), fade: ms(3000) });
  await using _ = player;
  await player.play(high, NEVER);
  await room.until(room.seconds + 4);
  await player.play(low, NEVER);
  await room.until(room.seconds + 1);
  await player.pause();
  const paused = room.seconds;
  await room.until(paused + 4);
  for (const hertz of [880, 440]) expect(loudness(room.file, hertz, paused + 2, 1.5)).toBeLessThan(SILENT);
  expect(player.playback).toEqual({ kind: 'paused', track: low });
  await player.resume();
  await player.play(high, NEVER);
  await player.stop();
  expect(player.playback).toEqual({ kind: 'silent' });
  const stopped = room.seconds;
  await room.until(stopped + 3);
  for (const hertz of [880, 440]) expect(loudness(room.file, hertz, stopped + 1.5, 1)).toBeLessThan(SILENT);
  await untilMpvs(1);
}, 60_000);

test('Next while a crossfade is paused plays the next track alone', async () => {
  const { player } = await midway();
  await using _ = player;
  await player.pause();
  await player.play(third, NEVER);
  expect(player.playback).toMatchObject({ kind: 'playing', track: third });
  await untilMpvs(1);
});

test('a track that is paused just before its outro stays paused, and ends once it goes on', async () => {
  const { player, looked } = await openCrossing({}, { sample: ms(3000) });
  await using _ = player;
  const said: string[] = [];
  player.onEvent(({ kind, playback }) => said.push(kind === 'ended' ? kind : playback.kind));
  await player.play(track('short', folder.tone(550, 12), { startAt: ms(9500) }), NEVER);
  await player.pause();
  await looked(2);
  expect(said).toEqual(['loading', 'playing', 'paused']);
  await player.resume();
  await vi.waitFor(() => expect(said.at(-1)).toBe('ended'), PATIENCE);
});

test('closed in the middle of a crossfade, no mpv is left', async () => {
  const { player } = await midway();
  await player[Symbol.asyncDispose]();
  expect(mpvsOf()).toEqual([]);
  expect(sockets()).toBe(0);
});

test('where both cannot be heard at once, music fades out and in, and that is said once', async () => {
  const { player, log } = await openCrossing({ output: `pcm:${folder.file('alone.wav')}` });
  await using _ = player;
  for (const next of [high, low]) await player.play(next, NEVER);
  expect(mpvsOf()).toHaveLength(1);
  expect(log.lines.filter(({ event }) => event === 'player.no_crossfade').map(({ fields }) => fields)).toMatchObject([{ why: 'one-file' }]);
});

/** An mpv whose properties are told half a second late, as on a busy machine they come after the first sound. */
function tardy(): string {
  const relay = folder.file('relay.mjs');
  writeFileSync(
    relay,
    `import { existsSync } from 'node:fs';
     import { connect, createServer } from 'node:net';
     import { createInterface } from 'node:readline';
     const path = process.argv[2];
     const mpv = process.ppid;
     const relay = createServer((near) => {
       const far = connect(path + '.mpv').on('error', () => near.destroy()).on('close', () => near.destroy());
       near.on('error', () => far.destroy()).pipe(far);
       createInterface(far).on('line', (line) => setTimeout(() => near.write(line + '\\n'), line.includes('property-change') ? 500 : 0));
     });
     setInterval(() => {
       if (process.ppid !== mpv) process.exit();
       if (!relay.listening && existsSync(path + '.mpv')) relay.listen(path);
     }, 50);`,
  );
  const { mpv } = configOf({});
  const server = '--input-ipc-server=';
  return folder.script(
    'tardy',
    `for word do
       shift
       case $word in ${server}*) "${process.execPath}" ${relay} "\${word#${server}}" & set -- "$@" "$word.mpv" ;; *) set -- "$@" "$word" ;; esac
     done
     exec ${mpv} "$@"`,
  );
}

test.each([
  ['', () => configOf({}).mpv],
  [', even where its name is told late', tardy],
])(
  'a device that lets one program in is handed over, and from then on there is no crossfade%s',
  async (_, mpv) => {
    const device = alsaDevice(folder.file('asound.conf'));
    device(true, 1);
    const { player, log, looked } = await openCrossing({ output: 'alsa/moodbox', mpv: mpv(), fade: ms(500) }, { revive: ms(20_000) });
    await using _player = player;
    await player.play({ ...high, endless: true }, NEVER);
    await looked(5);
    device(false, 2);
    const playing = player.play(low, NEVER);
    await vi.waitFor(() => expect(log.events).toContain('player.no_crossfade'), PATIENCE);
    device(true, 3);
    expect(await playing).toMatchObject({ ok: true });
    await untilMpvs(1);
    await vi.waitFor(() => expect(player.audible).toBe(true), PATIENCE);
    await player.play(third, NEVER);
    expect(mpvsOf()).toHaveLength(1);
    expect(log.lines.filter(({ event }) => event === 'player.no_crossfade').map(({ fields }) => fields)).toMatchObject([
      { why: 'busy-device' },
    ]);
  },
  30_000,
);
