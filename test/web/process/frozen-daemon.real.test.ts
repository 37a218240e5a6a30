import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clip, root } from '../../assets.ts';
import { startBox, tempFolder } from '../../system/box.ts';
import { ask, listen, reportIn } from '../ask.ts';

/** The built daemon hangs; its page runs in a process of its own, and goes on. */
const isBuilt = existsSync(join(root, 'dist/cli/main.js'));

test.runIf(isBuilt)(
  'whoever watches the page of a daemon that hangs is told so, and sees it again when it goes on',
  { timeout: 300_000 },
  async () => {
    const folder = await tempFolder();
    await using box = await startBox(folder, {
      camera: { source: clip(), fps: 5 },
      music: { order: ['loops'] },
      player: { output: 'null' },
      mqtt: { url: 'mqtt://127.0.0.1:1' },
      web: { port: 0 },
      state: { dir: join(folder, 'state') },
    });
    await using stream = await listen(box.url);
    expect(reportIn(await stream.next())).toHaveProperty('mood');
    process.kill(box.pid, 'SIGSTOP');
    try {
      // Reports that were on their way, and then the end.
      while ((await stream.next()) !== undefined);
      expect(await ask(`${box.url}/healthz`)).toMatchObject({ status: 503 });
      await using again = await listen(box.url);
      expect(await again.next()).toBeUndefined();
    } finally {
      process.kill(box.pid, 'SIGCONT');
    }
    await expect.poll(async () => (await ask(`${box.url}/healthz`)).status, { timeout: 60_000 }).toBe(200);
    await using back = await listen(box.url);
    expect(reportIn(await back.next())).toHaveProperty('mood');
  },
);
