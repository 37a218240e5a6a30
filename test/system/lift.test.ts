import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SqliteArchive } from '../../src/history/archive.ts';
import { historyFile } from '../../src/history/open.ts';
import { clip, root } from '../assets.ts';
import { EVERYTHING } from '../contracts/history.ts';
import { startBox, tempFolder } from './box.ts';

const PATIENCE = { timeout: 60_000, interval: 200 };

describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('the built daemon, lifting', { timeout: 150_000 }, () => {
  test('leads a face that stays angry to light music, says why, and remembers which mood each track was for', async () => {
    const folder = await tempFolder();
    await using box = await startBox(folder, {
      camera: { source: clip('SeanConnery.jpg') },
      mood: { hold: '1s', min_confidence: 0.3 },
      music: { order: ['loops'], change_after: '1s', manner: 'lift', lift_step: '2s' },
      player: { output: 'null', fade: '100ms' },
      mqtt: { broker_port: 0 },
      web: { port: 0 },
      state: { dir: folder },
    });
    const report = async () => (await (await fetch(`${box.url}/api/report`)).json()) as { mood: string; playback: { track?: object } };
    await expect.poll(async () => (await report()).playback.track, PATIENCE).toMatchObject({ mood: 'happy', because: 'lift' });
    expect((await report()).mood).toBe('angry');
    expect(await box.stop()).toBe(0);
    using archive = SqliteArchive.open(historyFile(folder));
    const past = archive?.entries(EVERYTHING) ?? [];
    expect(past.flatMap((each) => (each.kind === 'play' ? [each.track.mood] : []))).toEqual(['angry', 'neutral', 'happy']);
    expect(past.flatMap((each) => (each.kind === 'mood' ? [each.mood] : []))).toEqual(['away', 'angry']);
  });
});
