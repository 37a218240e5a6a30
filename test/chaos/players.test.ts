import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { seeded } from '../../src/shared/random.ts';
import { Cafe } from './cafe.ts';
import { measured } from './promises.ts';

const own = { config: { music: { order: ['library', 'loops'] } } };
/**
 * Ten boxes, ten kills each. With MOODBOX_CHAOS=long one box has all hundred: its rests grow to half a minute each, which takes an hour.
 */
const BOXES = process.env.MOODBOX_CHAOS === 'long' ? 1 : 10;
const KILLS = 100 / BOXES;
/** The library's two tracks may be set aside; the built-in loops play then. */
const SAD = ['library sad', 'other'];

/** Kills mpv again and again at moments that nobody chose; each time how long it was silent, in seconds. */
async function killed(cafe: Cafe, random: () => number): Promise<readonly number[]> {
  const silences: number[] = [];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    if (kill % 3 === 0) await cafe.command({ type: 'next' }); // killed while it loads
    await sleep(random() * (kill % 3 === 0 ? 300 : 2000));
    const from = Date.now();
    process.kill(await cafe.mpv(), random() < 0.25 ? 'SIGSEGV' : 'SIGKILL');
    await vi.waitFor(() => expect(cafe.logged('player.died')).toBe(kill), { timeout: 30_000 });
    await cafe.hears(SAD, 90);
    silences.push(cafe.ear.silence(from));
  }
  return silences;
}

test('mpv killed a hundred times: sound each time, ten boxes at once', { timeout: 7_200_000 / BOXES }, async () => {
  const boxes = Array.from({ length: BOXES }, async (_, i) => {
    await using cafe = await Cafe.open(own);
    await cafe.opens('library sad', 150);
    const silences = await killed(cafe, seeded(i));
    for (const seconds of silences.slice(0, 3)) measured('mpv killed', seconds);
    for (const seconds of silences) measured('mpv killed in a row', seconds);
    expect(cafe.logged('player.alarm')).toBeGreaterThanOrEqual(1);
    await cafe.isWellAndCloses();
  });
  const ended = await Promise.allSettled(boxes); // a box that fails does not leave the others running
  expect(ended.flatMap((box) => (box.status === 'rejected' ? [String(box.reason)] : []))).toEqual([]);
});

describe.concurrent('an mpv that is in trouble', { timeout: 240_000 }, () => {
  test('killed in the middle of a video: the same video goes on', async () => {
    await using cafe = await Cafe.open();
    await cafe.opens('youtube sad', 150);
    await harm(cafe, 'SIGKILL', 'youtube sad');
    expect(await cafe.report()).toMatchObject({ playback: { kind: 'playing', track: { title: 'sad 1' } } });
    await cafe.isWellAndCloses();
  });

  test('stopped (SIGSTOP): it is killed, and the sound goes on', async () => {
    await using cafe = await Cafe.open(own);
    await cafe.opens('library sad', 150);
    await harm(cafe, 'SIGSTOP', 'library sad');
    await cafe.isWellAndCloses();
  });

  test('stopped while the box is switched off', async () => {
    await using cafe = await Cafe.open(own);
    await cafe.opens('library sad', 150);
    process.kill(await cafe.mpv(), 'SIGSTOP');
    await cafe.closes();
  });

  test('its socket removed: nothing is heard of it, nor when mpv is killed then', async () => {
    await using cafe = await Cafe.open(own);
    await cafe.opens('library sad', 150);
    const from = Date.now();
    await rm(socketOf(await cafe.mpv()));
    await sleep(3000);
    measured('mpv socket', cafe.ear.silence(from));
    expect(await cafe.command({ type: 'next' })).toBe(202);
    await harm(cafe, 'SIGKILL', 'library sad');
    await cafe.isWellAndCloses();
  });

  test('a stranger in the place of its socket is never asked', async () => {
    await using cafe = await Cafe.open(own);
    await cafe.opens('library sad', 150);
    const from = Date.now();
    const path = socketOf(await cafe.mpv());
    await rm(path);
    let asked = 0;
    const stranger = createServer(() => {
      asked += 1;
    }).listen(path);
    await sleep(3000);
    measured('mpv socket', cafe.ear.silence(from));
    await harm(cafe, 'SIGKILL', 'library sad');
    expect(asked).toBe(0);
    stranger.close();
    await cafe.isWellAndCloses();
  });
});

/** Sends mpv a signal that ends it sooner or later, and waits until this is heard again. */
async function harm(cafe: Cafe, signal: 'SIGKILL' | 'SIGSTOP', heard: string): Promise<void> {
  const from = Date.now();
  process.kill(await cafe.mpv(), signal);
  await vi.waitFor(() => expect(cafe.logged('player.died')).toBe(1), { timeout: 90_000 });
  await cafe.hears([heard], 60);
  measured(signal === 'SIGSTOP' ? 'mpv stopped' : 'mpv killed', cafe.ear.silence(from));
}

const socketOf = (mpv: number): string => /--input-ipc-server=([^\0]+)/.exec(readFileSync(`/proc/${mpv}/cmdline`, 'utf8'))?.[1] ?? '';
