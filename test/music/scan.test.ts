import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { LibraryFile } from '../../src/music/scan.ts';
import { scan } from '../../src/music/scan.ts';
import { FakeLog } from '../fakes/log.ts';

const folder = mkdtempSync(join(tmpdir(), 'moodbox-scan-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a scan keeps 20,000 files and says that there are more', { timeout: 120_000 }, async () => {
  for (const mood of ['happy', 'sad']) {
    mkdirSync(join(folder, mood));
    for (let i = 0; i < 10_001; i += 1) writeFileSync(join(folder, mood, `${i}.mp3`), '');
  }
  const log = new FakeLog();
  const found: LibraryFile[] = [];
  for await (const file of scan(folder, log)) found.push(file);
  const of = (mood: string): number => found.filter((file) => file.folder === mood).length;
  expect([of('happy'), of('sad'), found.length]).toEqual([10_001, 9_999, 20_000]);
  expect(log.events).toEqual(['library.too-large']);
});
