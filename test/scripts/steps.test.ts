import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { root } from '../assets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-steps-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Programs that stand before the machine's own in the PATH. */
const shim = (name: string, text: string): void => {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
};

function bash(args: readonly string[]): ChildProcess {
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, MOODBOX_CACHE: folder };
  return spawn('bash', args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function ended(child: ChildProcess): Promise<{ status: number; said: string }> {
  let said = '';
  child.stdout?.on('data', (text) => (said += text));
  child.stderr?.on('data', (text) => (said += text));
  const [status] = await once(child, 'close');
  return { status: status as number, said };
}

const script = (text: string): ChildProcess =>
  bash(['-c', `set -euo pipefail\n. scripts/lib/steps.sh\n. scripts/lib/packages.sh\n${text}`, 'trial']);

describe('a step', () => {
  test('says what it does and how long it took', async () => {
    const { status, said } = await ended(script("step greet 'greeting' echo hello"));
    expect(status).toBe(0);
    expect(said).toMatch(/^trial: greeting\ntrial: greet: done in \d+ s\n$/);
    expect(readFileSync(join(folder, 'log/trial-greet.log'), 'utf8')).toBe('hello\n');
  });

  test('that fails shows the end of its log, and its status', async () => {
    const { status, said } = await ended(script("step greet 'greeting' sh -c 'echo almost; exit 7'"));
    expect(status).toBe(7);
    expect(said).toContain('greet: FAILED');
    expect(said).toContain('| almost');
  });

  test('is ended with everything below it when the script is stopped', async () => {
    const mark = join(folder, 'pid');
    const child = script(`step wait 'waiting' sh -c 'sleep 600 & echo $! >${mark}; wait'`);
    const finished = ended(child);
    await vi.waitUntil(() => existsSync(mark) && readFileSync(mark, 'utf8').endsWith('\n'), { timeout: 10_000 });
    child.kill('SIGTERM');
    expect((await finished).status).toBe(130);
    const pid = Number(readFileSync(mark, 'utf8'));
    await vi.waitUntil(() => !isAlive(pid), { timeout: 20_000 });
  });

  test('what is to happen at the end happens after a failure, too', async () => {
    const { said } = await ended(script("farewell() { echo bye; }; at_exit farewell; fail 'no luck'"));
    expect(said).toContain('no luck');
    expect(said).toContain('bye');
  });

  test('what was begun last is ended first', async () => {
    const { said } = await ended(script("first() { echo first; }; last() { echo last; }; at_exit last; at_exit first; echo 'now'"));
    expect(said).toBe('now\nfirst\nlast\n');
  });
});

describe('the trial of the package', () => {
  test('where it cannot be, says SKIPPED and why, and is counted so', async () => {
    shim('id', 'echo 1000');
    const { status, said } = await ended(bash(['scripts/try-package', '--if-possible']));
    expect(status).toBe(0);
    expect(said).toMatch(/^try-package: SKIPPED: NOTHING was tried .*: it needs root\n0 passed, 0 failed, 1 skipped\n$/);
  });

  test('where it cannot be, fails if somebody asks for it', async () => {
    shim('id', 'echo 1000');
    const { status, said } = await ended(bash(['scripts/try-package']));
    expect({ status, said }).toEqual({ status: 1, said: 'try-package: needs root to boot a Debian of its own\n' });
  });
});

describe('a step aside', () => {
  test('runs beside the others, and is told of when it is waited for', async () => {
    const { status, said } = await ended(
      script(
        `step_aside slow 'fetching' sh -c 'while [ ! -e ${folder}/met ]; do sleep 0.1; done'; step quick 'building' touch ${folder}/met; joined`,
      ),
    );
    expect(status).toBe(0);
    expect(said).toMatch(/^trial: fetching\ntrial: building\ntrial: quick: done in \d+ s\ntrial: slow: done in \d+ s\n$/);
  });

  test('that fails is a failure where it is waited for', async () => {
    const { status, said } = await ended(script("step_aside slow 'fetching' sh -c 'echo gone; exit 3'; joined"));
    expect(status).toBe(3);
    expect(said).toContain('slow: FAILED');
    expect(said).toContain('| gone');
  });

  test('is not left behind by a script that fails', async () => {
    const { status, said } = await ended(
      script(`bye() { echo bye; }; at_exit bye; step_aside slow 'fetching' sh -c 'sleep 1; touch ${folder}/done'; fail 'no luck'`),
    );
    expect({ status, done: existsSync(join(folder, 'done')) }).toEqual({ status: 1, done: true });
    expect(said).toContain('waiting for what runs beside: slow\n');
    expect(said.indexOf('bye\n')).toBeGreaterThan(said.indexOf('waiting'));
  });

  test('is ended with the script when that is stopped', async () => {
    const mark = join(folder, 'pid');
    const child = script(`step_aside slow 'fetching' sh -c 'echo $$ >${mark}; exec sleep 600'; step wait 'waiting' sleep 600`);
    const finished = ended(child);
    await vi.waitUntil(() => existsSync(mark) && readFileSync(mark, 'utf8').endsWith('\n'), { timeout: 10_000 });
    child.kill('SIGTERM');
    expect((await finished).status).toBe(130);
    const pid = Number(readFileSync(mark, 'utf8'));
    await vi.waitUntil(() => !isAlive(pid), { timeout: 20_000 });
  });
});

describe('progress', () => {
  const bar = (...args: readonly (number | string)[]) => ended(script(`bar ${args.join(' ')}`));

  test('tells what is done, of how many, and how long the rest takes at that pace', async () => {
    expect((await bar(5, 20, 'files', 30)).said).toBe('[#####---------------] 5 of 20 files, about 90 s left\n');
    expect((await bar(20, 20, 'files', 30)).said).toBe('[####################] 20 of 20 files\n');
  });

  test('guesses nothing before anything is done, and little in the first seconds', async () => {
    expect((await bar(0, 20, 'files', 30)).said).toBe('');
    expect((await bar(1, 0, 'files', 30)).said).toBe('');
    expect((await bar(1, 20, 'files', 2)).said).toBe('[#-------------------] 1 of 20 files\n');
  });

  test('never says more than all', async () => {
    expect((await bar(25, 20, 'modules', 30)).said).toContain('20 of 20 modules');
  });

  test('is told of the part of the whole that runs', async () => {
    expect((await ended(script("part='2 of 5'; step greet 'greeting' true"))).said).toContain('trial: [2 of 5] greeting\n');
  });

  test('on a terminal stays in one line', async () => {
    const file = join(folder, 'trial');
    writeFileSync(file, '. scripts/lib/steps.sh\nprogress=half; half() { bar 1 2 parts 0; }; step wait waiting sleep 3\n');
    const { said } = await ended(bash(['-c', `script -qec 'bash ${file}' /dev/null`]));
    expect(said).toContain('\r\u001b[Ktrial:   2 s  [##########----------] 1 of 2 parts');
    expect(said).toContain('wait: done in');
  });
});

describe('packages', () => {
  test('only what is neither installed nor there as a program is missing', async () => {
    shim('home-made', ':');
    const { said } = await ended(script('node_packages() { :; }; missing bash home-made no-such-package'));
    expect(said).toBe('no-such-package\n');
  });

  test('count by what apt says: fetched, unpacked, set up', async () => {
    const log = join(folder, 'apt.log');
    const lines = ['0 upgraded, 2 newly installed, 0 to remove and 1 not upgraded.', 'Get:1 http://…', 'Get:2 http://…', 'Unpacking mpv …'];
    writeFileSync(log, lines.join('\n'));
    expect((await ended(script(`packages_done ${log} 3`))).said).toBe('[##########----------] 1 of 2 packages\n');
  });

  test('a machine that has everything is not asked for anything', async () => {
    for (const program of ['sudo', 'apt-get']) shim(program, `echo ${program} was called`);
    const { status, said } = await ended(script('node_packages() { :; }; install_packages bash coreutils'));
    expect({ status, said }).toEqual({ status: 0, said: '' });
  });
});

describe('start', () => {
  test('on a Node that is too old it says what to do', async () => {
    shim('node', 'echo 18');
    const { status, said } = await ended(bash(['scripts/start', '--prepare']));
    expect(status).toBe(1);
    expect(said).toMatch(/this is Node 18.*Node 20 or newer/);
    expect(said).toContain('nodesource');
  });

  test('on a 32-bit machine it says so', async () => {
    shim('uname', 'echo armv7l');
    const { status, said } = await ended(bash(['scripts/start', '--prepare']));
    expect({ status, named: said.includes('armv7l') }).toEqual({ status: 1, named: true });
  });

  test.each(['start', 'test', 'install-service'])('%s --help explains itself and does nothing', async (name) => {
    const { status, said } = await ended(bash([`scripts/${name}`, '--help']));
    expect({ status, usage: said.startsWith('usage: ./scripts/') }).toEqual({ status: 0, usage: true });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
