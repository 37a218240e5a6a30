import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import type { PieceName } from '../../../src/music/composed/piece.ts';
import { Shelf } from '../../../src/music/composed/shelf.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-shelf-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const piece = (number: number): PieceName => ({ mood: 'happy', style: 'bossa', number });
const put = async (shelf: Shelf, number: number, bytes = 100) => {
  writeFileSync(shelf.draftFor(piece(number)), 'x'.repeat(bytes));
  return shelf.keep(piece(number), shelf.draftFor(piece(number)), ms(245_000));
};
const opened = async (bytes = 1000): Promise<Shelf> => {
  const shelf = new Shelf(join(folder, 'composed'), { bytes });
  await shelf.open();
  return shelf;
};
const numbers = (shelf: Shelf): readonly number[] => shelf.pieces.map(({ number }) => number).sort((a, b) => a - b);

describe('the shelf', () => {
  test('knows its pieces again after a restart, and which were heard when', async () => {
    const shelf = await opened();
    const first = await put(shelf, 1);
    await put(shelf, 2);
    await shelf.heard(first, 1_800_000_000_000);
    const again = await opened();
    expect(again.pieces.map(({ id, duration, heardAt }) => ({ id, duration, heardAt })).sort((a, b) => a.id.localeCompare(b.id))).toEqual([
      { id: 'composed:1:happy:bossa:1', duration: 245_000, heardAt: 1_800_000_000_000 },
      { id: 'composed:1:happy:bossa:2', duration: 245_000, heardAt: 0 },
    ]);
  });

  test('clears away what was half done, and ignores what is not its own', async () => {
    const shelf = await opened();
    writeFileSync(shelf.draftFor(piece(9)), 'half');
    writeFileSync(join(folder, 'composed', 'notes.txt'), 'mine');
    const again = await opened();
    expect(again.pieces).toEqual([]);
    expect(readdirSync(join(folder, 'composed'))).toEqual(['notes.txt']);
  });

  test('makes room by what was heard longest ago, then by what nobody has heard', async () => {
    const shelf = await opened(350);
    const [one, two] = [await put(shelf, 1), await put(shelf, 2)];
    await shelf.heard(two, 1000);
    await shelf.heard(one, 2000);
    await put(shelf, 3);
    await put(shelf, 4);
    expect(numbers(shelf)).toEqual([1, 3, 4]);
    expect(existsSync(two.file)).toBe(false);
    await put(shelf, 5, 300);
    expect(numbers(shelf)).toEqual([5]);
    expect(numbers(await opened())).toEqual([5]);
  });

  test('has room for another piece as long as that pushes out only what has been heard', async () => {
    const shelf = await opened(350);
    expect(shelf.hasRoom).toBe(true);
    await put(shelf, 1);
    const two = await put(shelf, 2);
    expect(shelf.hasRoom).toBe(true);
    await put(shelf, 3);
    expect(shelf.hasRoom).toBe(false);
    await shelf.heard(two, 1000);
    expect(shelf.hasRoom).toBe(true);
  });

  test('rejects where its folder cannot be', async () => {
    writeFileSync(join(folder, 'composed'), 'a file');
    await expect(opened()).rejects.toThrow(/EEXIST/);
  });
});
