import { createReadStream, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ms } from '../../../../src/domain/units.ts';
import { Outlet } from '../../../../src/music/composed/following/outlet.ts';
import { systemClock } from '../../../../src/shared/async/clock.ts';

/** An outlet for sound whose samples count up, and how much has been taken of it. */
function open(patience = ms(20_000), end = Number.POSITIVE_INFINITY) {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-outlet-'));
  const taken = { frames: 0 };
  const take = (frames: number): Buffer | undefined => {
    if (taken.frames >= end) return undefined;
    const samples = new Int16Array(frames * 2).map((_, i) => (taken.frames + Math.floor(i / 2)) % 30_000);
    taken.frames += frames;
    return Buffer.from(samples.buffer);
  };
  const outlet = new Outlet({ folder, clock: systemClock, take, patience });
  const close = async (): Promise<void> => {
    await outlet[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  };
  return { outlet, taken, folder, [Symbol.asyncDispose]: close };
}

/** Reads so many bytes from a pipe, and leaves. */
async function read(path: string, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path)) {
    chunks.push(chunk as Buffer);
    if (chunks.reduce((sum, { length }) => sum + length, 0) >= bytes) break;
  }
  return Buffer.concat(chunks).subarray(0, bytes);
}

/** Waits for something that comes within moments on a quiet machine. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 3000 && !isSo(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(isSo()).toBe(true);
}

const HEADER = 44;
const frameAt = (sound: Buffer, index: number): number => sound.readInt16LE(HEADER + index * 4);

describe('an outlet', () => {
  test('gives a reader a WAV file that does not end, and takes no more than the reader wants', async () => {
    await using world = open();
    const path = await world.outlet.path();
    const sound = await read(path, HEADER + 400_000);
    expect(sound.subarray(0, 4).toString()).toBe('RIFF');
    expect(sound.readUInt32LE(40)).toBe(0xffffffff);
    expect([frameAt(sound, 0), frameAt(sound, 1), frameAt(sound, 29_999)]).toEqual([0, 1, 29_999]);
    // 400 kB were read; the pipe and the reader's own buffer hold a few hundred more.
    expect(world.taken.frames * 4).toBeLessThan(1_000_000);
  });

  test('goes on for a reader that comes back, with a header again', async () => {
    await using world = open();
    const path = await world.outlet.path();
    await read(path, 100_000);
    await until(() => !world.outlet.isRead);
    const before = world.taken.frames;
    const again = await read(path, 100_000);
    expect(again.subarray(0, 4).toString()).toBe('RIFF');
    expect(frameAt(again, 0)).toBe(before % 30_000);
    expect(world.outlet.isHeard).toBe(true);
  });

  test('hands over to the newest pipe once that is read', async () => {
    await using world = open();
    const first = createReadStream(await world.outlet.path());
    let isOver = false;
    first.on('end', () => {
      isOver = true;
    });
    first.resume();
    await until(() => world.taken.frames > 0);
    const second = await world.outlet.path();
    expect(isOver).toBe(false);
    expect((await read(second, 50_000)).subarray(0, 4).toString()).toBe('RIFF');
    await until(() => isOver);
  });

  test('gives up after a while without a reader, and leaves nothing behind', async () => {
    await using world = open(ms(200));
    const path = await world.outlet.path();
    expect(existsSync(path)).toBe(true);
    await until(() => !world.outlet.isHeard);
    expect(readdirSync(world.folder)).toEqual([]);
  });

  test('ends for its reader when the sound is over', async () => {
    await using world = open(ms(20_000), 20_000);
    const sound = await read(await world.outlet.path(), Number.POSITIVE_INFINITY);
    expect(sound.length).toBe(HEADER + world.taken.frames * 4);
  });
});
