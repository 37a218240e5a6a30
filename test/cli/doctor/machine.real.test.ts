import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SENTENCES } from '../../../src/camera/network/network-fault.ts';
import { audio } from '../../../src/cli/doctor/audio.ts';
import { cameraChecks } from '../../../src/cli/doctor/camera.ts';
import type { Finding, Machine } from '../../../src/cli/doctor/check.ts';
import { clock } from '../../../src/cli/doctor/clock.ts';
import { ask, unversioned } from '../../../src/cli/doctor/program.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { Config } from '../../../src/config/schema.ts';
import { clip, photo } from '../../assets.ts';
import { layOut } from '../../fixtures/field/devices/tree.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'moodbox-root-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** No sound server can be reached from this environment. */
const machine = (limitMs = 8000): Machine => ({ env: { PATH: process.env.PATH, HOME: root }, root, signal: AbortSignal.timeout(limitMs) });

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const config = loadConfig({ env: {} });
/** What is found of each camera, by the name of its check. */
const cameras = async (wanted: Config, by: Machine): Promise<Readonly<Record<string, Finding>>> =>
  Object.fromEntries(
    await Promise.all(Object.entries(cameraChecks(wanted)).map(async ([name, check]) => [name, await check(wanted, by)] as const)),
  );
const camera = async (wanted: Config, by: Machine): Promise<Finding | undefined> => (await cameras(wanted, by)).camera;

describe('the camera', () => {
  test('auto, and none is connected', async () =>
    expect(await camera(config, machine())).toMatchObject({ status: 'fail', finding: 'no camera is connected' }));

  test('for one that is missing, those that are there are named', async () => {
    put('sys/class/video4linux/video2/index', '0\n');
    put('sys/class/video4linux/video2/name', 'HD Webcam C525\n');
    put('dev/video2', 'not a camera');
    const wanted = loadConfig({ env: {}, overrides: { 'camera.source': '/dev/video9' } });
    expect(await camera(wanted, machine())).toMatchObject({
      status: 'fail',
      finding: `there is no /dev/video9; there is also HD Webcam C525 (${join(root, 'dev/video2')})`,
    });
  });

  test('one that is there but sends no picture is named, and is not a failure: moodbox itself may be using it', async () => {
    put('sys/class/video4linux/video0/index', '0\n');
    put('sys/class/video4linux/video0/name', 'HD Webcam C525\n');
    put('dev/video0', 'not a camera');
    expect(await camera(config, machine(3000))).toMatchObject({ status: 'warn', finding: expect.stringContaining('HD Webcam C525') });
  });

  test('auto, on a computer whose video devices are no cameras', async () => {
    layOut(root, { 0: { name: 'rockchip-rga', can: ':' }, 1: { name: 'rkvdec', can: ':' } });
    expect(await camera(config, machine())).toMatchObject({
      status: 'fail',
      finding: 'no camera is connected (the 2 video devices of this computer are decoders, raw sensors and the like)',
    });
  });

  test('a node that carries no pictures is told, with the one to use instead', async () => {
    layOut(root, { 0: { name: 'C920', can: ':capture:' }, 1: { name: 'C920', index: 1, can: ':' } });
    const wanted = loadConfig({ env: {}, overrides: { 'camera.source': '/dev/video1' } });
    expect(await camera(wanted, machine())).toMatchObject({
      status: 'fail',
      finding: `C920 (${join(root, 'dev/video1')}) carries no pictures, only data about them: set camera.source to /dev/video0`,
    });
  });

  test('a folder with files that cannot be shown is a warning that counts them and names one', async () => {
    const path = join(root, 'photos');
    for (const [name, text] of [
      ['photos/._a.jpg', '\x00\x05\x16\x07'],
      ['photos/b.jpg', ''],
    ] as const)
      put(name, text);
    copyFileSync(photo(3), join(path, 'c.jpg'));
    const wanted = loadConfig({ env: {}, overrides: { 'camera.source': path } });
    expect(await camera(wanted, machine())).toMatchObject({
      status: 'warn',
      finding: `${path}, 1920 x 1350; 2 of the first 3 files are passed over: ._a.jpg is a note that a Mac keeps beside a file, not a picture`,
    });
  });

  test('one in the network that cannot be reached is named once, and what is wrong is said in plain words', async () => {
    const wanted = loadConfig({ env: {}, overrides: { 'camera.source': 'http://viewer:hunter2@127.0.0.1:1/video' } });
    expect(await camera(wanted, machine())).toMatchObject({
      status: 'fail',
      finding: `http://127.0.0.1:1 ${SENTENCES.refused}`,
      advice: 'check camera.source',
    });
  });
});

describe('several cameras', () => {
  const sources = (text: string): Config => loadConfig({ env: { MOODBOX_CAMERA_SOURCES: text } });

  test('are examined one by one, and those that are named are not offered to the others', async () => {
    for (const node of ['video0', 'video2']) {
      put(`sys/class/video4linux/${node}/index`, '0\n');
      put(`sys/class/video4linux/${node}/name`, `C920 ${node}\n`);
      put(`dev/${node}`, 'not a camera');
    }
    const found = await cameras(sources(`front=0,side=/dev/video9,door=/srv/nowhere.mp4,wall=${clip()}`), machine(3000));
    expect(Object.keys(found)).toEqual(['camera front', 'camera side', 'camera door', 'camera wall']);
    expect(found['camera front']).toMatchObject({
      status: 'warn',
      finding: expect.stringMatching(/^C920 video0 .* sends no picture.*; there is also C920 video2 \(/),
    });
    expect(found['camera side']).toMatchObject({
      status: 'fail',
      finding: expect.stringMatching(/^there is no \/dev\/video9; there is also C920 video2 \([^,]*\)$/),
      advice: expect.stringContaining('camera.sources'),
    });
    expect(found['camera door']).toMatchObject({ status: 'fail', advice: 'set camera.sources' });
    expect(found['camera wall']).toMatchObject({ status: 'ok', finding: expect.stringContaining('400 x 300') });
  });

  test('two names of one device are said to be the same camera', async () => {
    put('sys/class/video4linux/video0/name', 'C920\n');
    put('dev/video0', 'not a camera');
    mkdirSync(join(root, 'dev/v4l/by-id'), { recursive: true });
    symlinkSync('../../video0', join(root, 'dev/v4l/by-id/usb-C920'));
    const found = await cameras(sources('front=0,back=/dev/v4l/by-id/usb-C920'), machine());
    expect(found['camera front']).toMatchObject({ status: 'fail', finding: expect.stringMatching(/is also the camera 'back'$/) });
    expect(found['camera back']).toMatchObject({ status: 'fail', finding: expect.stringMatching(/is also the camera 'front'$/) });
  });
});

describe('the sound', () => {
  const CARDS = ' 0 [Device         ]: USB-Audio - USB Audio Device\n                      C-Media USB Audio Device at usb-1\n';

  test('no card: a warning, since the music plays into nothing', async () => {
    put('proc/asound/cards', '--- no soundcards ---\n');
    expect(await audio(config, machine())).toMatchObject({ status: 'warn', finding: expect.stringContaining('no sound card') });
  });

  test('a card is called by its name', async () => {
    put('proc/asound/cards', CARDS);
    put('dev/snd/pcmC0D0p', '');
    expect(await audio(config, machine())).toEqual({ status: 'ok', finding: 'USB Audio Device' });
  });

  test('a card without a device that may be opened', async () => {
    put('proc/asound/cards', CARDS);
    expect(await audio(config, machine())).toMatchObject({ status: 'fail', advice: expect.stringContaining('usermod -aG audio') });
  });
});

test('the clock trusts the mark that systemd-timesyncd leaves', async () => {
  put('run/systemd/timesync/synchronized', '');
  expect(await clock(config, machine())).toMatchObject({ status: 'ok', finding: expect.stringContaining('set from the network') });
});

test('a clock that nobody has set wants the network where timesyncd runs, and timesyncd where it does not', async () => {
  put('bin/timedatectl', '#!/bin/sh\necho no\n');
  chmodSync(join(root, 'bin/timedatectl'), 0o755);
  const here = { ...machine(), env: { PATH: join(root, 'bin') } };
  expect(await clock(config, here)).toMatchObject({ status: 'warn', advice: 'sudo apt-get install systemd-timesyncd' });
  put('run/systemd/timesync/quiet', '');
  expect(await clock(config, here)).toMatchObject({ status: 'warn', advice: 'connect to the internet, so that the time is set' });
});

describe('asking a program', () => {
  test('one that hangs is killed in time', async () => {
    const said = await ask('sleep', ['600'], machine(300));
    expect(said).toEqual({ kind: 'silent' });
    expect(unversioned('sleep', 'mpv', said, 'check player.mpv')).toEqual({
      status: 'fail',
      finding: "'sleep' did not answer in time",
      advice: 'try again when the machine is less busy; if that does not help, check player.mpv',
    });
  });
  test('what it says counts, however it ends', async () => {
    put('bin/odd', '#!/bin/sh\necho said; exit 3\n');
    chmodSync(join(root, 'bin/odd'), 0o755);
    expect(await ask(join(root, 'bin/odd'), [], machine())).toEqual({ kind: 'said', text: 'said\n' });
  });
});
