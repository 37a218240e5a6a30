import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { Cafe } from './cafe.ts';
import { measured, PROMISES } from './promises.ts';

const own = { config: { music: { order: ['library', 'loops'] } } };
const SOON = { timeout: 60_000, interval: 250 };
const SWITCHES = '{"camera":false,"override":"sad","volume":100}';

/** Whether this user may have a small disk of a process's own. */
const mounts = ((): boolean => {
  try {
    execFileSync('unshare', ['--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** The state folder on a disk of half a megabyte that only the daemon sees, made ready by a line of shell in that folder. */
const onSmallDisk =
  (ready: string) =>
  (state: string): readonly string[] => {
    const line = `mount -t tmpfs -o size=512k tmpfs "$0" && cd "$0" && echo '${SWITCHES}' > switches.json && { ${ready}; } && exec "$@"`;
    return ['unshare', '--mount', 'sh', '-c', line, state];
  };
/** That folder, as the daemon sees it. */
const within = (cafe: Cafe, file: string): string => join(`/proc/${cafe.box.pid}/root`, cafe.state, file);

/** Writes until nothing goes in any more. */
async function fill(file: string): Promise<void> {
  await writeFile(file, Buffer.alloc(512 * 1024)).catch(() => undefined);
}

describe.runIf(mounts).concurrent('a disk', { timeout: 240_000 }, () => {
  test('that is full costs history, not music; once there is room, all is kept again', async () => {
    await using cafe = await Cafe.open({ ...own, under: onSmallDisk('true') });
    await cafe.opens('library sad', 150);
    const from = Date.now();
    await fill(within(cafe, 'ballast'));
    for (let i = 0; i < 40; i += 1) expect(await cafe.command({ type: 'like' })).toBe(202);
    await cafe.command({ type: 'volume', value: 90 });
    await vi.waitFor(() => expect(cafe.logged('history.lost') + cafe.logged('memory.unwritable')).toBeGreaterThanOrEqual(1), SOON);
    await sleep(3000);
    measured('disk full', cafe.ear.silence(from));
    await rm(within(cafe, 'ballast'));
    await cafe.command({ type: 'volume', value: 80 });
    await vi.waitFor(async () => expect((await cafe.report()).history).toMatchObject({ kind: 'keeping' }), SOON);
    expect(cafe.ear.now).toBe('library sad');
    await cafe.isWellAndCloses();
  });

  test('that is full from the start: it plays, and says what it cannot keep', async () => {
    await using cafe = await Cafe.open({ ...own, under: onSmallDisk('dd if=/dev/zero of=ballast bs=4k 2>/dev/null || true') });
    measured('disk full at start', await cafe.opens('library sad', PROMISES['disk full at start'].most));
    expect(cafe.box.said.some((line) => line.startsWith('history not kept'))).toBe(true);
    await cafe.command({ type: 'volume', value: 90 });
    await vi.waitFor(() => expect(cafe.logged('memory.unwritable')).toBeGreaterThanOrEqual(1), SOON);
    await cafe.isWellAndCloses();
    expect(cafe.logged('memory.unwritable')).toBeLessThanOrEqual(2); // once for the switches, once for the position of the music
  });

  test('that is read-only: it plays, and says what it cannot keep', async () => {
    await using cafe = await Cafe.open({ ...own, under: onSmallDisk('mount -o remount,ro "$0"') });
    measured('disk read-only', await cafe.opens('library sad', PROMISES['disk read-only'].most));
    expect(cafe.box.said.some((line) => line.startsWith('history not kept'))).toBe(true);
    await cafe.isWellAndCloses();
  });
});
