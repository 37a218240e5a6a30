import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cpuTicks, frozen } from '../../src/players/hls-circle.ts';

/** A process that would use as much CPU time as it gets. */
const busy = () => spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' });
const stateOf = (pid: number | undefined): string =>
  / ([A-Z]) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\)/, ''))?.[1] ?? '';

test('a frozen process stands still, and goes on afterwards', async () => {
  const child = busy();
  try {
    await expect.poll(() => cpuTicks(child.pid)).toBeGreaterThan(5);
    {
      using _still = frozen(child.pid);
      await expect.poll(() => stateOf(child.pid)).toBe('T');
      const used = await cpuTicks(child.pid);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await cpuTicks(child.pid)).toBe(used);
    }
    const used = await cpuTicks(child.pid);
    await expect.poll(() => cpuTicks(child.pid)).toBeGreaterThan(used);
  } finally {
    child.kill('SIGKILL');
  }
});

test('a process that is gone, or that never was, is no reason to fail', async () => {
  const child = busy();
  child.kill('SIGKILL');
  await once(child, 'exit');
  for (const pid of [child.pid, undefined]) frozen(pid)[Symbol.dispose]();
  expect(await cpuTicks(child.pid)).toBe(0);
});
