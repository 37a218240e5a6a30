import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { fenced } from '../../../src/shared/process/fence.ts';

const MEGABYTE = 1024 * 1024;
const FENCE = { memory: 256 * MEGABYTE };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-fence-'));
  return () => rmSync(folder, { recursive: true });
});
afterEach(() => vi.unstubAllEnvs());

const within = (script: string, fence = FENCE) => {
  const [program, ...args] = fenced(process.execPath, ['-e', script], fence);
  return spawnSync(program, args, { encoding: 'utf8' });
};

describe('a program within its fence', () => {
  test('does its work', () => expect(within('console.log(6 * 7)')).toMatchObject({ status: 0, stdout: '42\n' }));

  test('gets no more memory', () => {
    const take = (megabytes: number): string => `const all = Buffer.alloc(${megabytes * MEGABYTE}, 1); console.log(all.length)`;
    expect(within(take(50)).status).toBe(0);
    expect(within(take(300))).not.toMatchObject({ status: 0 });
  });

  test('writes no file, and leaves no core dump', () => {
    const file = join(folder, 'written');
    expect(within(`require('fs').writeFileSync(${JSON.stringify(file)}, 'x')`)).not.toMatchObject({ status: 0 });
    expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe('');
    expect(within("console.log(require('fs').readFileSync('/proc/self/limits', 'utf8'))").stdout).toMatch(/Max core file size +0 +0/);
  });

  test('has the same pid as what was started', async () => {
    const [program, ...args] = fenced('sleep', ['60'], FENCE);
    const child = spawn(program, args, { stdio: 'ignore' });
    await expect.poll(() => readFileSync(`/proc/${child.pid}/comm`, 'utf8')).toBe('sleep\n');
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  test('ends with whoever started it, even by SIGKILL', async () => {
    const [program, ...args] = fenced('sleep', ['60'], FENCE);
    const start = `const { pid } = require('child_process').spawn(${JSON.stringify(program)}, ${JSON.stringify(args)}, { stdio: 'ignore' });
      console.log(pid); setInterval(() => 0, 1000);`;
    const parent = spawn(process.execPath, ['-e', start], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(parent.stdout, 'data')) as [Buffer];
    const comm = `/proc/${said.toString().trim()}/comm`;
    await expect.poll(() => readFileSync(comm, 'utf8')).toBe('sleep\n');
    parent.kill('SIGKILL');
    await expect.poll(() => existsSync(comm) && readFileSync(comm, 'utf8'), { timeout: 10_000 }).not.toBe('sleep\n');
  });
});

test('under systemd, which ends what is left behind, setpriv is not asked', () => {
  expect(fenced('x', [], FENCE).join(' ')).toContain('setpriv');
  vi.stubEnv('SYSTEMD_EXEC_PID', String(process.pid));
  expect(fenced('x', [], FENCE).join(' ')).not.toContain('setpriv');
  expect(fenced('x', [], FENCE).join(' ')).toContain('prlimit');
});
