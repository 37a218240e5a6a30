import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cv, owned } from '../../../src/shared/opencv.ts';
import { clip, photo } from '../../assets.ts';
import type { Called } from '../call.ts';
import { call } from '../call.ts';

type Line = { readonly t: number; readonly faces: readonly unknown[]; readonly explained?: string };
type Last = { readonly summary: { readonly frames: number; readonly explained?: unknown } };

const linesOf = ({ out }: Called) => out.slice(0, -1).map((line): Line => JSON.parse(line));
const lastOf = ({ out }: Called): Last => JSON.parse(out.at(-1) ?? '');

function sizeOf(path: string): number[] {
  using picture = owned(cv.imdecode(readFileSync(path), cv.IMREAD_COLOR));
  return [picture.cols, picture.rows];
}

const same = (one: string, other: string): boolean => readFileSync(one).equals(readFileSync(other));

/** One person, and nobody who is found. */
const PERSON = { path: clip('franck_02045.jpg'), size: [720, 576] };
const NOBODY = photo(2);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-explain-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A new folder with copies of these files in it. */
function folderWith(name: string, files: Readonly<Record<string, string>> = {}): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [as, file] of Object.entries(files)) copyFileSync(file, join(path, as));
  return path;
}

describe('perceive --explain of a photo', { timeout: 60_000 }, () => {
  test('writes a picture of the photo’s size beside it, reads the same, and leaves the photo as it was', async () => {
    const home = folderWith('photo', { 'portrait.jpg': PERSON.path });
    const plain = await call(['perceive', join(home, 'portrait.jpg'), '--json']);
    const called = await call(['perceive', join(home, 'portrait.jpg'), '--json', '--explain']);
    const path = join(home, 'portrait.explained.png');
    expect([called.status, called.err]).toEqual([0, []]);
    expect(linesOf(called)).toEqual(linesOf(plain).map((line) => ({ ...line, explained: path })));
    expect(lastOf(called).summary.explained).toEqual({ written: 1, leftOut: 0, to: path });
    expect(sizeOf(path)).toEqual(PERSON.size);
    expect(same(join(home, 'portrait.jpg'), PERSON.path)).toBe(true);
    expect(readdirSync(home).sort()).toEqual(['portrait.explained.png', 'portrait.jpg']);
  });

  test('tells people where it is and what the colours mean', async () => {
    const to = join(folder, 'told');
    const { status, out } = await call(['perceive', PERSON.path, '--explain-to', to]);
    const path = join(to, `${basename(PERSON.path, '.jpg')}.explained.png`);
    expect([status, ...out.slice(-2)]).toEqual([0, `1 explained picture: ${path}`, 'orange speaks for the emotion, blue against it']);
    expect(sizeOf(path)).toEqual(PERSON.size);
  });

  test('with nobody in it writes nothing, and says so', async () => {
    const home = folderWith('nobody', { 'empty.jpg': NOBODY });
    const { status, out } = await call(['perceive', join(home, 'empty.jpg'), '--explain']);
    expect([status, out.at(-1)]).toEqual([0, 'no face was found, so there is nothing to explain and no picture was written']);
    expect(readdirSync(home)).toEqual(['empty.jpg']);
  });

  test('replaces its own picture of before; a link there is replaced too, not what it points to', async () => {
    const home = folderWith('again', { 'portrait.jpg': PERSON.path });
    symlinkSync('portrait.jpg', join(home, 'portrait.explained.png'));
    for (const _time of [1, 2]) expect((await call(['perceive', join(home, 'portrait.jpg'), '--explain'])).status).toBe(0);
    expect(lstatSync(join(home, 'portrait.explained.png')).isSymbolicLink()).toBe(false);
    expect(same(join(home, 'portrait.jpg'), PERSON.path)).toBe(true);
  });

  test('without --explain nothing is written', async () => {
    const home = folderWith('plain', { 'portrait.jpg': PERSON.path });
    const called = await call(['perceive', join(home, 'portrait.jpg'), '--json']);
    expect(called.out.join()).not.toContain('explained');
    expect(readdirSync(home)).toEqual(['portrait.jpg']);
  });
});

describe('perceive --explain of many pictures', { timeout: 60_000 }, () => {
  test('a clip: one a frame with a face, named by its time, no more than asked for', async () => {
    const to = join(folder, 'clips');
    const called = await call(['perceive', clip(), '--json', '--fps', '0.2', '--explain-to', to, '--explain-most', '3']);
    const lines = linesOf(called);
    const written = lines.filter(({ explained }) => explained !== undefined);
    const pictures = join(to, 'cap12_edit.explained');
    expect([called.status, written.length, lines.length]).toEqual([0, 3, 11]);
    for (const { t, explained } of written) {
      expect(explained).toBe(join(pictures, `${String(t).padStart(8, '0')}.png`));
      expect(sizeOf(explained as string)).toEqual([400, 300]);
    }
    expect(readdirSync(pictures)).toHaveLength(3);
    const leftOut = lines.filter(({ faces, explained }) => faces.length > 0 && explained === undefined).length;
    expect(leftOut).toBeGreaterThan(0);
    expect(lastOf(called).summary.explained).toEqual({ written: 3, leftOut, to: pictures });
  });

  test('says to people how many were left out', async () => {
    const args = ['--fps', '0.1', '--explain-to', join(folder, 'few'), '--explain-most', '1'];
    const { out } = await call(['perceive', clip(), ...args]);
    expect(out.at(-1)).toMatch(/^[1-5] more frames with a face were left out; --explain-most N sets the limit$/);
  });

  test('a folder: beside it, by the number of the picture; nothing for a picture with nobody', async () => {
    const home = folderWith('album', { '1.jpg': NOBODY, '2.jpg': PERSON.path });
    const called = await call(['perceive', `${home}/`, '--json', '--explain']);
    const path = join(folder, 'album.explained', '00000002.png');
    expect(linesOf(called).map(({ explained }) => explained)).toEqual([undefined, path]);
    expect(readdirSync(join(folder, 'album.explained'))).toEqual(['00000002.png']);
    expect(readdirSync(home)).toEqual(['1.jpg', '2.jpg']);
    expect(sizeOf(path)).toEqual(PERSON.size);
  });
});

describe('perceive --explain where it cannot', () => {
  const refused = async (args: readonly string[], says: RegExp) => {
    const { status, err } = await call(['perceive', ...args]);
    expect([status, err.length]).toEqual([1, 1]);
    expect(err[0]).toMatch(says);
    expect(err[0]).toMatch(/^moodbox perceive: .* cannot be written \(E[A-Z]+: .*\): name another folder with --explain-to DIR$/);
  };

  test('a file stands where the folder should be', async () => {
    const home = folderWith('blocked', { 'portrait.jpg': PERSON.path });
    await refused([PERSON.path, '--explain-to', join(home, 'portrait.jpg')], /portrait\.jpg\/franck_02045\.explained\.png cannot/);
    expect(same(join(home, 'portrait.jpg'), PERSON.path)).toBe(true);
  });

  test('a folder stands where the picture should be: no half of one is left', async () => {
    const home = folderWith('taken', { 'portrait.jpg': PERSON.path });
    mkdirSync(join(home, 'portrait.explained.png'));
    await refused([join(home, 'portrait.jpg'), '--explain'], /portrait\.explained\.png cannot/);
    expect(readdirSync(home).sort()).toEqual(['portrait.explained.png', 'portrait.jpg']);
  });

  test.runIf(existsSync('/proc/self'))('a place where no file can be made', async () => {
    await refused([PERSON.path, '--explain-to', '/proc'], /\/proc\/franck_02045\.explained\.png cannot/);
  });

  test.runIf(process.getuid?.() !== 0)('a folder that may only be read', async () => {
    const home = folderWith('readonly', { 'portrait.jpg': PERSON.path });
    chmodSync(home, 0o555);
    try {
      await refused([join(home, 'portrait.jpg'), '--explain'], /EACCES/);
    } finally {
      chmodSync(home, 0o755);
    }
  });

  test.each([
    ['a limit without a wish', ['--explain-most', '3'], /--explain-most goes with --explain/],
    ['half a picture', ['--explain', '--explain-most', '2.5'], /--explain-most must be a whole number/],
    ['no pictures', ['--explain', '--explain-most', '0'], /--explain-most must be a number above 0/],
  ])('%s: one clear line, exit 2', async (_what, args, says) => {
    const { status, out, err } = await call(['perceive', PERSON.path, ...args]);
    expect([status, out, err.length]).toEqual([2, [], 1]);
    expect(err[0]).toMatch(says);
  });
});
