import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HOSTILE } from '../fixtures/hostile-sound.ts';
import { tagged } from '../fixtures/tagged.ts';
import { boxWith, isBuilt, PATIENCE, report } from './library-box.ts';

/** As much as a small box has to spare. */
const SMALL = { NODE_OPTIONS: '--max-old-space-size=400' };

const peakOf = (pid: number): number => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

describe.runIf(isBuilt)('files whose tags are bombs', () => {
  // Before: the daemon died at the FLAC file (8 MB of comments, 1.3 GB), and again at each start. Now: it peaks where it does without.
  test('cost a helper process and not the daemon, are named once, and the others play', { timeout: 120_000 }, async () => {
    await using box = await boxWith({
      env: SMALL,
      fill: async (folder) => {
        for (const [name, made] of Object.entries(HOSTILE)) writeFileSync(join(folder, name), made());
        await tagged(join(folder, 'honest.mp3'), { title: 'Honest' });
      },
    });
    await expect.poll(() => box.events('library.scanned').length, PATIENCE).toBe(1);
    expect(box.events('library.scanned')[0]).toMatchObject({ files: Object.keys(HOSTILE).length + 1 });
    expect(box.events('library.passed_over').map(({ path }) => path)).toContain(join(box.music, 'comments.flac'));
    await expect.poll(async () => (await report(box)).playback.track?.title, PATIENCE).toBe('Honest');
    expect(peakOf(box.pid)).toBeLessThan(600);
    await box.stop();
    await using again = await boxWith({ folder: box.folder, env: SMALL });
    await expect.poll(() => again.events('library.scanned').length, PATIENCE).toBe(1);
    expect(again.events('library.passed_over')).toEqual([]);
  });
});
