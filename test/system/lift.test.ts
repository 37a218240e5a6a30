import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SqliteArchive } from '../../src/history/archive.ts';
import { historyFile } from '../../src/history/open.ts';
import { messageOf } from '../../src/mqtt/group/message.ts';
import { root } from '../assets.ts';
import { EVERYTHING } from '../contracts/history.ts';
import { seeing, viewFrom } from '../group/made.ts';
import { Broker, say } from '../mqtt/setting.ts';
import { startBox, tempFolder } from './box.ts';

const PATIENCE = { timeout: 60_000, interval: 200 };
/** No picture that comes as a package shows a sad face, so the face is seen by another box of the group. */
const SAD = messageOf(viewFrom('door', { sound: false, sight: seeing('sad') }));

describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('the built daemon, lifting', { timeout: 150_000 }, () => {
  test('leads a room that stays sad to light music, says why, and remembers which mood each track was for', async () => {
    await using broker = await Broker.open();
    const folder = await tempFolder();
    await using box = await startBox(folder, {
      camera: { source: '/dev/video99' },
      mood: { hold: '1s' },
      music: { order: ['loops'], change: 'eager', change_after: '1s', manner: 'lift', lift_step: '2s' },
      player: { output: `pcm:${join(folder, 'sound.wav')}`, fade: '100ms' },
      mqtt: { url: broker.url, id: 'bar', group: 'cafe' },
      web: { port: 0 },
      state: { dir: folder },
    });
    const told = setInterval(() => void say(broker.port, 'moodbox/group/cafe/door', SAD).catch(() => undefined), 1000);
    const report = async () => (await (await fetch(`${box.url}/api/report`)).json()) as { mood: string; playback: object };
    try {
      await expect
        .poll(async () => (await report()).playback, PATIENCE)
        .toMatchObject({ kind: 'playing', track: { mood: 'happy', because: 'lift' } });
      expect((await report()).mood).toBe('sad');
    } finally {
      clearInterval(told);
    }
    expect(await box.stop()).toBe(0);
    using archive = SqliteArchive.open(historyFile(folder));
    const past = archive?.entries(EVERYTHING) ?? [];
    expect(past.flatMap((each) => (each.kind === 'play' ? [each.track.mood] : []))).toEqual(['sad', 'neutral', 'happy']);
    expect(past.flatMap((each) => (each.kind === 'mood' ? [each.mood] : []))).toEqual(['sad']);
  });
});
