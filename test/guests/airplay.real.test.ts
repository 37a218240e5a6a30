import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { root } from '../assets.ts';
import { Room } from '../players/room.ts';
import { Folder, loudness } from '../players/stage.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox, tempFolder } from '../system/box.ts';
import type { Running } from './airplay.ts';
import { freePort, missingForAirPlay, openNetwork, openSender, openShairport, PATIENCE } from './airplay.ts';

const MUSIC = 880;
const GUEST = 330;
const AUDIBLE = -40;
const SILENT = -60;
/** Seconds. */
const [FADE, REST, LEASE] = [1, 15, 30];

const missing = missingForAirPlay();
if (missing.length > 0) process.stderr.write(`AirPlay is not tried, because this is not here: ${missing.join(', ')}\n`);

describe.skipIf(missing.length > 0)("Debian's shairport-sync beside the built box, on one loudspeaker", { timeout: 300_000 }, () => {
  let folder: Folder;
  const open: AsyncDisposable[] = [];
  const own = <T extends AsyncDisposable>(what: T): T => {
    open.unshift(what);
    return what;
  };
  let room: Room;
  let network: Awaited<ReturnType<typeof openNetwork>>;
  let phone: Awaited<ReturnType<typeof openSender>>;
  let box: RunningBox;
  let airplay: Running;
  let startAgain: () => Promise<RunningBox>;
  let openAirPlay: () => Promise<Running>;
  let port: number;
  let tone: string;

  beforeAll(async () => {
    folder = new Folder();
    const state = await tempFolder();
    mkdirSync(join(state, 'music', 'sad'), { recursive: true });
    execFileSync('cp', [folder.tone(MUSIC, 300, 'flac'), join(state, 'music', 'sad')]);
    tone = folder.tone(GUEST, 300, 'wav');
    room = own(await Room.open(folder, 'room'));
    network = own(await openNetwork(folder.path));
    // Debian's 3.3.8 does not know DropSession, and a sender without a remote control obeys nobody: the session ends with the program.
    const dismiss = folder.script('dismiss', `test "$1" = AirPlay && kill "$(cat ${folder.file('airplay.pid')})"`);
    const env = { PULSE_SERVER: process.env.PULSE_SERVER ?? '', ...network.env };
    startAgain = () =>
      startBox(
        state,
        {
          player: { output: 'pulse', volume: 100, even_loudness: false, fade: `${FADE}s` },
          guests: { rest: `${REST}s`, dismiss },
          camera: { source: '/dev/video99' },
          music: { order: ['library'], library: join(state, 'music') },
          ...{ mqtt: { broker_port: 0 }, state: { dir: state }, web: { port: 0 } },
        },
        env,
      );
    box = own(await startAgain());
    port = await freePort();
    const hook = (words: string): string =>
      `${join(root, 'bin/moodbox')} guest ${words.replace('--lease 12h', `--lease ${LEASE}s`)} --socket ${join(state, 'guest.sock')}`;
    openAirPlay = async () => {
      const opened = await openShairport(folder.path, port, hook, env);
      writeFileSync(folder.file('airplay.pid'), `${opened.pid}`);
      return opened;
    };
    airplay = own(await openAirPlay());
    phone = own(await openSender(folder.path, 'phone', port));
    await order({ type: 'override', mood: 'sad' });
    await hears(MUSIC);
  }, 240_000);

  afterAll(async () => {
    for (const each of open) await each[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  async function order(command: object): Promise<void> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(command) };
    expect((await fetch(`${box.url}/api/commands`, init)).status).toBe(202);
  }
  const report = async (): Promise<Report> => (await fetch(`${box.url}/api/report`)).json() as Promise<Report>;
  const guest = async (): Promise<string | undefined> => (await report()).guest?.kind;
  /** How loud a tone was in the last second. */
  const now = (hertz: number): number => loudness(room.file, hertz, Math.max(0, room.seconds - 1.2), 1);
  const hears = (hertz: number): Promise<void> => vi.waitFor(() => expect(now(hertz)).toBeGreaterThan(AUDIBLE), PATIENCE);
  /**
   * The phone plays and is heard. Where a busy machine keeps it from being connected, somebody starts it again, as people do; a
   * shairport-sync that has died meanwhile is started again, as systemd does.
   */
  const guestBegins = async (): Promise<Running> => {
    for (let tries = 0; tries < 3; tries += 1) {
      if (airplay.isOver) airplay = own(await openAirPlay());
      const playing = phone.play(tone);
      const isHeard = await hears(GUEST).then(
        () => true,
        () => false,
      );
      if (isHeard) return playing;
      await playing.end();
      await phone.server.end();
      phone = own(await openSender(folder.path, 'phone', port));
    }
    throw new Error('the guest is not heard, however often it begins');
  };
  const musicIsBack = async (): Promise<void> => {
    await hears(MUSIC);
    expect(now(GUEST)).toBeLessThan(SILENT);
  };

  /** The seconds of a stretch of the recording in which both were loud. */
  function loudTogether(from: number, to: number): readonly number[] {
    const both: number[] = [];
    for (let at = from; at < to; at += 0.5)
      if (loudness(room.file, MUSIC, at, 0.5) > AUDIBLE && loudness(room.file, GUEST, at, 0.5) > AUDIBLE) both.push(at);
    return both;
  }

  test('the guest is heard once the music has faded out, is still there after a pause of ten seconds, and leaves', async () => {
    const began = room.seconds;
    const playing = phone.play(tone);
    await hears(GUEST);
    const heard = room.seconds;
    expect(await report()).toMatchObject({ playback: { kind: 'silent' }, mood: 'sad', guest: { guests: [{ name: 'AirPlay' }] } });
    expect(now(MUSIC)).toBeLessThan(SILENT);
    expect(loudTogether(began, heard)).toEqual([]);

    phone.pause(true);
    await room.until(room.seconds + 8);
    expect(now(GUEST)).toBeLessThan(SILENT);
    await room.until(room.seconds + 2);
    // For shairport-sync 4 this sender's pause ends the session; then the box rests.
    expect(['playing', 'resting']).toContain(await guest());
    expect(now(MUSIC)).toBeLessThan(SILENT);
    phone.pause(false);
    await hears(GUEST);

    const leaves = room.seconds;
    await playing.end('SIGTERM');
    await phone[Symbol.asyncDispose]();
    await expect.poll(guest, PATIENCE).not.toBe('playing');
    await musicIsBack();
    expect(loudTogether(leaves, room.seconds)).toEqual([]);
    phone = own(await openSender(folder.path, 'phone', port));
    const history = execFileSync(join(root, 'bin/moodbox'), ['history', '--config', join(box.folder, 'moodbox.yaml')], {
      encoding: 'utf8',
    });
    expect(history).toMatch(/guest {2}AirPlay came[\s\S]*guest {2}AirPlay left/);
    expect(history).not.toMatch(/skip/);
  });

  test('a second phone disturbs nobody', async () => {
    await using _playing = phone.play(tone);
    await hears(GUEST);
    await using second = await openSender(folder.path, 'second', port);
    await using _other = second.play(folder.tone(550, 60, 'wav'));
    await room.until(room.seconds + 8); // well within the lease
    expect([now(GUEST) > AUDIBLE, now(550) < SILENT, now(MUSIC) < SILENT]).toEqual([true, true, true]);
    expect(await report()).toMatchObject({ guest: { kind: 'playing', guests: [{ name: 'AirPlay' }] } });
  });

  test('"moodbox now" throws the guest out, and the music begins', async () => {
    const playing = phone.play(tone);
    await hears(GUEST);
    await order({ type: 'moodbox_now' });
    await musicIsBack();
    expect(await guest()).not.toBe('playing');
    await playing.end();
    await phone[Symbol.asyncDispose]();
    await airplay.end();
    airplay = own(await openAirPlay());
    phone = own(await openSender(folder.path, 'phone', port));
  });

  test('a moodbox that is killed and started again still knows who is there', async () => {
    const playing = await guestBegins();
    await box.stop('SIGKILL');
    box = own(await startAgain());
    expect(await report()).toMatchObject({ guest: { kind: 'playing', guests: [{ name: 'AirPlay' }] } });
    await room.until(room.seconds + 5);
    expect([now(GUEST) > AUDIBLE, now(MUSIC) < SILENT]).toEqual([true, true]);
    await playing.end();
    await phone.server.end();
    await musicIsBack();
    phone = own(await openSender(folder.path, 'phone', port));
  });

  test('a phone that is gone has left when its session is over', async () => {
    await guestBegins();
    await phone.server.end('SIGKILL');
    await musicIsBack();
    phone = own(await openSender(folder.path, 'phone', port));
  });

  test('of a killed avahi nothing is heard', async () => {
    await using _playing = await guestBegins();
    await network.avahi.end('SIGKILL');
    await room.until(room.seconds + 4);
    expect([await guest(), now(GUEST) > AUDIBLE, now(MUSIC) < SILENT]).toEqual(['playing', true, true]);
    own(network.openAvahi());
  });

  test('a shairport-sync that is killed has left when its lease is over', async () => {
    await guestBegins();
    const killed = Date.now();
    await airplay.end('SIGKILL');
    await musicIsBack();
    expect((Date.now() - killed) / 1000).toBeLessThan(LEASE + REST + 10);
  });
});
