import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { LeftOut, LibraryFile } from '../../../src/music/library/scan.ts';
import { scan } from '../../../src/music/library/scan.ts';
import { FakeLog } from '../../fakes/log.ts';

const folder = mkdtempSync(join(tmpdir(), 'moodbox-scan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const scanned = async (library: string, log: FakeLog): Promise<readonly (LibraryFile | LeftOut)[]> => {
  const found: (LibraryFile | LeftOut)[] = [];
  for await (const each of scan(library, log)) found.push(each);
  return found;
};

test('a hundred playlists count, further ones are passed over and said once, and the files go on', async () => {
  const crate = mkdtempSync(join(folder, 'crate-'));
  onTestFinished(() => rmSync(crate, { recursive: true }));
  for (let i = 0; i < 103; i += 1) writeFileSync(join(crate, `list-${i}.m3u`), '');
  for (const name of ['a.mp3', 'z.mp3']) writeFileSync(join(crate, name), '');
  const log = new FakeLog();
  const found = await scanned(crate, log);
  const of = (kind: LibraryFile['kind']): number => found.filter((file) => file.kind === kind).length;
  expect([of('playlist'), of('sound')]).toEqual([100, 2]);
  expect(log.lines.map(({ event, fields }) => [event, fields])).toEqual([
    ['library.too_large', { library: crate, kind: 'playlist', most: 100 }],
  ]);
});

test('a scan keeps 20,000 files and says that there are more', { timeout: 120_000 }, async () => {
  for (const mood of ['happy', 'sad']) {
    mkdirSync(join(folder, mood));
    for (let i = 0; i < 10_001; i += 1) writeFileSync(join(folder, mood, `${i}.mp3`), '');
  }
  const log = new FakeLog();
  const found = (await scanned(folder, log)).filter((file) => file.kind !== 'left-out');
  const of = (mood: string): number => found.filter((file) => file.folder === mood).length;
  expect([of('happy'), of('sad'), found.length]).toEqual([10_001, 9_999, 20_000]);
  expect(log.events).toEqual(['library.too_large']);
});
